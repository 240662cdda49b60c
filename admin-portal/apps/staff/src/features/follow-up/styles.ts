import "../clients/profile/styles.ts";
