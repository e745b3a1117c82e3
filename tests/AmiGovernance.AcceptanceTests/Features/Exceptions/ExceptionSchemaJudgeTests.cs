using AmiGovernance.AcceptanceTests.Governance.Config;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>Of requests, approvers and process the schemas, as a validator reads them, say what the readers say.</summary>
public sealed class ExceptionSchemaJudgeTests
{
    private const string Request = """
        {"$schema":"s","ticket":"CLOUD-1234","account_id":"123456789012","type":"migration","duration_days":60,"business_justification":"b","workload_description":"w",
         "security_review":"completed","migration_plan":"m","technical_contact":"a@company.com","sponsor":"s","requested_by":"t","usable_by":["333344445555"],
         "may_create_images":false,"outside_organization":true,"requester":{"name":"Alex","email":"alex@company.com"},"requested_at":"2026-01-03T12:00:00Z"}
        """;

    private const string Approvers = """
        {"$schema":"s","require_signed_commits":true,
         "people":{"sam":{"name":"Sam","emails":["sam@company.com","s@company.com"],"handle":"@sam","signing_keys":["SHA256:x"]},"kim":{"name":"Kim","emails":["kim@company.com"]}},
         "roles":{"security_lead":["sam"],"cto":[]},"code_owners":{"/config/":["security_lead"]}}
        """;

    private const string Process = """
        {"$schema":"s","service_levels":{"review_business_days":2,"implementation_business_days":1,"total_business_days":5},
         "calendar":{"weekend":["saturday","sunday"],"holidays":["2026-12-25"]},
         "reminders":{"days_before":[14,7,0],"template":"config/reminder.txt","mail":{"host":"smtp.company.com","port":587,"security":"starttls","from":"ami@company.com","user":"ami"},
          "chat_webhook":true,"issues":{"project":"cloud/requests","ticket_prefix":"AMI-"},"topic_arn":"arn:aws:sns:eu-central-1:111122223333:ami"},
         "merge_requests":{"reviewer_roles":["platform_team"]}}
        """;

    private static readonly NewRequest Defaults = new(
        "CLOUD-1234",
        new GitIdentity("Alex", "alex@company.com"),
        default
    );

    [Fact]
    public void Requests() =>
        SchemaVariants.Judge(
            "exception_request",
            Request,
            [
                (
                    "\"CLOUD-1234\"",
                    [
                        "\"\"",
                        "\"CLOUD 1234\"",
                        "\"../x\"",
                        "\"-x\"",
                        "5",
                        $"\"{new string('A', 64)}\"",
                        $"\"{new string('A', 65)}\"",
                    ]
                ),
                ("\"ticket\":\"CLOUD-1234\",", [""]),
                ("\"123456789012\"", ["123456789012", "\"12345678901\""]),
                (
                    "\"duration_days\":60",
                    [
                        "\"duration_days\":367",
                        "\"duration_days\":1.5",
                        "\"duration_days\":\"60\"",
                        "\"duration_days\":366",
                        "\"durationdays\":60",
                        "\"duration_days\":0",
                    ]
                ),
                (
                    "\"business_justification\":\"b\"",
                    [
                        "\"business_justification\":\" \"",
                        "\"business_justification\":5",
                        $"\"business_justification\":\"{new string('n', 4097)}\"",
                    ]
                ),
                ("\"completed\"", ["\"done\"", "true", "\"pending\""]),
                ("\"a@company.com\"", ["\"a\"", "\"A <a@company.com>\"", "\"a@b@c\"", "\"a b@company.com\""]),
                ("\"sponsor\":\"s\",", [""]),
                ("[\"333344445555\"]", ["[]", "[\"333344445555\",\"333344445555\"]", "\"333344445555\""]),
                ("\"may_create_images\":false", ["\"may_create_images\":\"no\""]),
                (
                    "{\"name\":\"Alex\",\"email\":\"alex@company.com\"}",
                    ["{\"name\":\"Alex\"}", "\"Alex\"", "{\"name\":\"Alex\",\"email\":\"x\"}"]
                ),
                (
                    "2026-01-03T12:00:00Z",
                    ["2026-01-03", "2026-01-03T12:00:00", "2026-13-03T12:00:00Z", "2026-01-03T24:00:00Z"]
                ),
            ],
            (source, bag) => ExceptionRequestReader.Read(source, ExceptionType.Defaults.Values, Defaults, bag)
        );

    [Fact]
    public void List_of_approvers() =>
        SchemaVariants.Judge(
            "approvers",
            Approvers,
            [
                ("\"require_signed_commits\":true", ["\"require_signed_commits\":\"yes\""]),
                ("\"sam\":{\"name\":\"Sam\",", ["\"sam\":{", "\"sam\":{\"name\":\"\","]),
                ("[\"kim@company.com\"]", ["[]", "\"kim@company.com\"", "[\"kim\"]"]),
                (
                    "\"@sam\"",
                    [
                        "\"@s.am_1-x\"",
                        "\"@_\"",
                        "\"@@sam\"",
                        "\"@\"",
                        "\"sam\"",
                        "\"@sam\u200b\"",
                        "\"@-x\"",
                        "\"@org/team\"",
                        "\"@s m\"",
                        "5",
                        "\"@ѕam\"",
                    ]
                ),
                ("[\"SHA256:x\"]", ["[]", "[\"\"]", "\"SHA256:x\""]),
                ("\"cto\":[]", ["\"cto\":\"sam\"", "\"cto\":[\"sam\",\"sam\"]", "\"cto\":[5]"]),
                ("\"/config/\"", ["\"config/\"", "\"/config #\"", "\"/\\n* @mallory\"", "\"*\""]),
                ("\"code_owners\"", ["\"codeowners\""]),
            ],
            (source, bag) => ApproversReader.Read(source, bag)
        );

    [Fact]
    public void Process_of_exceptions() =>
        SchemaVariants.Judge(
            "exception_process",
            Process,
            [
                (
                    "\"review_business_days\":2",
                    ["\"review_business_days\":0", "\"review_business_days\":\"2\"", "\"review_days\":2"]
                ),
                (
                    "[\"saturday\",\"sunday\"]",
                    [
                        "[]",
                        "[\"Saturday\"]",
                        "[\"friday\",\"friday\"]",
                        "\"sunday\"",
                        "[\"sunday\",\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\"]",
                    ]
                ),
                ("\"2026-12-25\"", ["\"2026-02-30\"", "\"25.12.2026\"", "5"]),
                ("[14,7,0]", ["[]", "[-1]", "[7,7]", "[367]", "[\"7\"]", "7"]),
                ("\"host\":\"smtp.company.com\",", ["", "\"host\":\"\","]),
                (
                    "\"config/reminder.txt\"",
                    [
                        "\"./reminder.txt\"",
                        "\"a..b/.github/...\"",
                        "\"/proc/self/environ\"",
                        "\"../reminder.txt\"",
                        "\"config/../../x\"",
                        "\"config/..\"",
                        "\".git/config\"",
                        "\"a/.Git/config\"",
                        "\"C:\\\\x\"",
                        "\"config//x\"",
                        "\"config/\"",
                        "\"\"",
                    ]
                ),
                ("\"port\":587", ["\"port\":0", "\"port\":65536", "\"port\":\"587\""]),
                ("\"starttls\"", ["\"ssl\"", "true", "\"none\""]),
                ("\"ami@company.com\"", ["\"ami\""]),
                ("\"chat_webhook\":true", ["\"chat_webhook\":\"https://hooks.slack.com/x\""]),
                ("\"ticket_prefix\":\"AMI-\"", ["\"ticket_prefix\":\"\"", "\"prefix\":\"AMI-\""]),
                (
                    "arn:aws:sns:eu-central-1:111122223333:ami",
                    [
                        "arn:aws:sqs:eu-central-1:111122223333:ami",
                        "ami",
                        "arn:aws:sns:eu-central-1:1:ami",
                        "arn:aws:sns:eu-central-1:111122223333:a:b",
                        "arn:aws-cn:sns:cn-north-1:111122223333:ami",
                    ]
                ),
                ("[\"platform_team\"]", ["[]", "[5]", "\"platform_team\""]),
            ],
            (source, bag) => ExceptionProcessReader.Read(source, bag)
        );
}
