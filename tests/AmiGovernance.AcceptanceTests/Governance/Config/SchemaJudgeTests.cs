using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.AcceptanceTests.Governance.Config;

/// <summary>The schema, as a validator reads it, and the reader say the same.</summary>
public sealed class SchemaJudgeTests
{
    [Fact]
    public void Both_accept_and_refuse_the_same_files() =>
        SchemaVariants.Judge("ami_publishers", Full, Mutations, (source, bag) => ConfigReader.Read(source, bag));

    [Fact]
    public void Both_accept_the_samples()
    {
        foreach (var sample in new[] { Samples.Runbook, Samples.Governance, Samples.Clean })
            SchemaVariants.Judge("ami_publishers", sample, [], (source, bag) => ConfigReader.Read(source, bag));
    }

    private const string Full = """
        {"ops_publisher_account":{"account_id":"123456738923","account_name":"n","may_create_images":true,
          "image_criteria":{"image_names":["golden-*"],"marketplace_product_codes":["abc123"],"maximum_days_since_created":300,"maximum_days_since_deprecated":0,
            "image_watermarks":[{"watermark_key":"123456738923:approved-*","source_image_region":"us-east-1","maximum_days_since_source_image_created":1,"maximum_days_since_watermark_created":2}]}},
         "vendor_publisher_accounts":[{"account_id":"111122223333","vendor_name":"v"}],
         "publisher_aliases":["amazon",{"alias":"aws_marketplace"}],
         "managed_services":["eks_auto_mode",{"service":"lambda_managed_instances","account_ids":["118124083970"]}],
         "exception_accounts":[{"account_id":"222233334444","expires_on":"2026-03-01","type":"migration","approved_by":["a","b"],"approval_date":"2025-12-20","usable_by":["333344445555"],"may_create_images":false}],
         "remediation_plans":[{"account_id":"555566667777","image":"ami-0","ticket":"T-9","due_on":"2026-04-01"}],
         "break_glass_principals":[{"arn":"arn:aws:iam::111122223333:role/Rescue","description":"d"}],
         "image_creation_roles":[{"arn":"arn:*:iam::*:role/service-role/X","service":"aws_backup"}],
         "targets":["r-ab12","ou-ab12-11111111","111122223333"],
         "exception_types":{"migration":{"max_days":90,"approver_roles":["a"]}},
         "contacts":[{"purpose":"p","contact":"c","sla":"s"}],
         "policy_config":{"enforcement_mode":"audit_mode","minimum_audit_days":14,"exception_request_url":"https://x.example.com","max_exception_days":90,"warning_days":14,"tags":{"a":"b"},"partition":"aws","scp_name":"s"}}
        """;

    private static readonly string[] AnyType = ["5", "true", "null", "\"\"", "[]", "{}", "\"x\""];

    private static readonly (string Old, string[] New)[] Mutations =
    [
        (
            "\"123456738923\",\"account_name\"",
            ["123456738923,\"account_name\"", "\"12345673892\",\"account_name\"", "\"12345673892a\",\"account_name\""]
        ),
        ("\"account_name\":\"n\"", ["\"account_name\":\"\"", "\"account_name\":5", "\"accountname\":\"n\""]),
        ("\"may_create_images\":true", [.. AnyType.Where(t => t != "true").Select(t => $"\"may_create_images\":{t}")]),
        ("[\"golden-*\"]", ["[]", "[\"\"]", "\"x\"", "[5]", $"[\"{new string('n', 129)}\"]", "[\"a\",\"a\"]"]),
        ("[\"abc123\"]", ["[]", "[\"a-b\"]", $"[\"{new string('n', 26)}\"]"]),
        (
            "\"maximum_days_since_created\":300",
            [
                "\"maximum_days_since_created\":-1",
                "\"maximum_days_since_created\":2147483648",
                "\"maximum_days_since_created\":1.5",
                "\"maximum_days_since_created\":\"300\"",
            ]
        ),
        ("\"watermark_key\":\"123456738923:approved-*\",", ["", "\"watermark_key\":5,"]),
        (
            "\"publisher_aliases\":[\"amazon\",{\"alias\":\"aws_marketplace\"}]",
            [
                "\"publisher_aliases\":[\"aws-marketplace\"]",
                "\"publisher_aliases\":\"amazon\"",
                "\"publisher_aliases\":[{}]",
                "\"publisher_aliases\":[5]",
            ]
        ),
        ("[\"118124083970\"]", ["[]", "[\"1\"]", "[118124083970]"]),
        ("\"2026-03-01\"", ["\"2026-3-1\"", "\"2026-02-30\"", "20260301", "\"2026-03-01T00:00:00Z\"", "\"\""]),
        (
            "\"approved_by\":[\"a\",\"b\"]",
            ["\"approved_by\":\"a\"", "\"approved_by\":[]", "\"approved_by\":5", "\"approved_by\":[\"a\",5]"]
        ),
        ("[\"333344445555\"]", ["[]", "[\"333344445555\",\"333344445555\"]", "\"333344445555\""]),
        (
            "arn:aws:iam::111122223333:role/Rescue",
            [
                "x",
                "arn:aws:sts::111122223333:assumed-role/a/b",
                "arn:aws:iam::1:role/",
                "arn:aws:iam::*:user/a?c",
                "arn:aws:s3:::b",
            ]
        ),
        ("\"service\":\"aws_backup\"", ["\"service\":\"backup\"", "\"service\":5"]),
        (
            "[\"r-ab12\",\"ou-ab12-11111111\",\"111122223333\"]",
            [
                "[]",
                "[\"r-1\"]",
                "[\"ou-ab12\"]",
                "[\"root\",\"root\"]",
                "[\"root\",\"r-ab12\"]",
                "\"root\"",
                "[\"Root\"]",
            ]
        ),
        (
            "\"migration\":{\"max_days\":90",
            [
                "\"Migration\":{\"max_days\":90",
                "\"migration\":{\"max_days\":0",
                "\"migration\":{\"max_days\":367",
                "\"migration\":{\"maxdays\":90",
            ]
        ),
        ("\"approver_roles\":[\"a\"]", ["\"approver_roles\":[]", "\"approver_roles\":\"a\""]),
        ("\"purpose\":\"p\",", ["", "\"purpose\":\"\","]),
        ("\"audit_mode\"", ["\"enabled\"", "\"disabled\"", "\"audit\"", "5"]),
        ("\"https://x.example.com\"", ["\"x\"", "\"ftp://x.example.com\"", "5", "\"http://x.example.com/a\""]),
        (
            "\"max_exception_days\":90",
            ["\"max_exception_days\":0", "\"max_exception_days\":366", "\"max_exception_days\":367"]
        ),
        (
            "\"minimum_audit_days\":14",
            [
                "\"minimum_audit_days\":0",
                "\"minimum_audit_days\":-1",
                "\"minimum_audit_days\":366",
                "\"minimum_audit_days\":\"14\"",
            ]
        ),
        ("\"due_on\":\"2026-04-01\"", ["\"due_on\":\"2026-04-31\"", "\"due_on\":5", "\"due\":\"2026-04-01\""]),
        ("\"555566667777\"", ["\"5555\"", "5"]),
        ("\"ticket\":\"T-9\",", ["", "\"ticket\":\"\","]),
        ("\"warning_days\":14", ["\"warning_days\":0", "\"warning_days\":-1", "\"warning_days\":366"]),
        ("{\"a\":\"b\"}", ["{}", "{\"aws:a\":\"b\"}", "{\"\":\"b\"}", "{\"a\":5}", "[]"]),
        ("\"partition\":\"aws\"", ["\"partition\":\"aws-cn\"", "\"partition\":\"aws-gov\""]),
        ("\"scp_name\":\"s\"", ["\"scp_name\":\"\"", $"\"scp_name\":\"{new string('n', 129)}\""]),
        ("\"contacts\":", ["\"contact\":"]),
    ];
}
