"""Where deliveries come from: folders, https, sftp and s3, each read strictly (operation.md, Sources)."""
