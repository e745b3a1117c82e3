namespace AmiGovernance.TestSupport;

/// <summary>Configurations that several tests start from.</summary>
internal static class Samples
{
    public const string ConfigPath = "config/ami_publishers.json";

    /// <summary>The runbook's own example: only the fields that it shows.</summary>
    public static string Runbook =>
        File.ReadAllText(RepositoryRoot.File("samples", "runbook", "config", "ami_publishers.json"));

    /// <summary>Every optional part in use.</summary>
    public static string Governance =>
        File.ReadAllText(RepositoryRoot.File("samples", "governance", "config", "ami_publishers.json"));

    /// <summary>No finding of any kind on 2026-01-03.</summary>
    public const string Clean = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [ { "account_id": "111122223333", "vendor_name": "InfoBlox" } ],
          "managed_services": [],
          "image_creation_roles": [],
          "exception_accounts": [
            {
              "account_id": "222233334444",
              "type": "migration",
              "expires_on": "2026-03-01",
              "reason": "Migration",
              "ticket": "CLOUD-1",
              "approved_by": ["security-lead", "cloud-architect"],
              "approval_date": "2025-12-20"
            }
          ],
          "policy_config": { "exception_request_url": "https://tickets.company.com/ami", "max_exception_days": 90 }
        }
        """;
}
