-- as: crm_owner
DROP INDEX crm.trade_command_waiting;
DROP INDEX crm.balance_operation_waiting;
DROP INDEX crm.balance_operation_booked;
