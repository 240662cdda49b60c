-- as: crm_owner
DROP TABLE crm.reveal, crm.client_visit, crm.one_time_token, crm.client_credential, crm.note, crm.client_tag, crm.client_participant, crm.client_token, crm.client_contact, crm.client, crm.tag, crm.client_status_option;
