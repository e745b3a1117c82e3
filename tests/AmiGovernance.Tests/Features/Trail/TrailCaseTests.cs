using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What teams came with: tests/data/cases, each with its source and what is right.</summary>
public sealed class TrailCaseTests
{
    [Fact]
    public void A_change_of_a_guardrail_says_what_was_set()
    {
        var rows = Scan("account-sets-allowed-images", "logs/a.json");
        Assert.Equal(
            [
                "guardrail ec2:DisableAllowedImagesSettings policy_denial ",
                "guardrail ec2:EnableAllowedImagesSettings succeeded audit-mode",
                "guardrail ec2:ReplaceImageCriteriaInAllowedImagesSettings succeeded 444455556666, amazon",
            ],
            rows.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void An_image_that_was_switched_off_is_unavailable_and_not_denied() =>
        Assert.Equal(
            [
                "image_life ec2:DisableImage succeeded ",
                "image_life ec2:EnableImageDeprecation succeeded ",
                "launch ec2:RunInstances image_unavailable ",
            ],
            Scan("image-switched-off-under-a-group", "logs/a.json").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_missing_subscription_is_no_denial() =>
        Assert.Equal(
            ["launch ec2:RunInstances missing_subscription "],
            Scan("marketplace-not-subscribed", "logs/a.json")
        );

    [Fact]
    public void A_denial_on_a_launch_template_says_so() =>
        Assert.Contains(
            "launch ec2:CreateFleet policy_denial on launch-template/*",
            Scan("fleet-identity-denial", "logs/a.json")
        );

    [Fact]
    public void A_launch_that_a_service_checks_for_its_caller_is_a_denied_launch() =>
        Assert.Equal(
            ["launch autoscaling:UpdateAutoScalingGroup policy_denial ", "launch eks:CreateNodegroup policy_denial "],
            Scan("trail-autoscaling-eks-denials", "records.json").Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("autoscaling", "CreateAutoScalingGroup", "", "", 0)]
    [InlineData(
        "autoscaling",
        "CreateAutoScalingGroup",
        "AlreadyExists",
        "AutoScalingGroup by this name already exists",
        0
    )]
    [InlineData("autoscaling", "UpdateAutoScalingGroup", "ValidationError", "The launch template does not exist", 0)]
    [InlineData(
        "autoscaling",
        "UpdateAutoScalingGroup",
        "AccessDenied",
        "User: x is not authorized to perform: autoscaling:UpdateAutoScalingGroup",
        0
    )]
    [InlineData(
        "autoscaling",
        "CreateAutoScalingGroup",
        "AccessDenied",
        "You are not authorized to use launch template: lt-0b27953098b749950",
        1
    )]
    [InlineData(
        "autoscaling",
        "CreateAutoScalingGroup",
        "ValidationError",
        "You are not authorized to use launch template: lt-0b27953098b749950",
        1
    )]
    [InlineData(
        "eks",
        "UpdateNodegroupVersion",
        "InvalidRequestException",
        "You are not authorized to launch instances with this launch template. Encoded authorization failure message: SAh2nD",
        1
    )]
    [InlineData(
        "batch",
        "CreateComputeEnvironment",
        "AccessDenied",
        "You are not authorized to use launch template: lt-0b27953098b749950",
        0
    )]
    public void Only_refused_launch_checks_count(string service, string name, string code, string message, int rows)
    {
        var record = JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["eventVersion"] = "1.11",
                ["eventSource"] = $"{service}.amazonaws.com",
                ["eventName"] = name,
                ["eventTime"] = "2026-03-04T10:00:00Z",
                ["errorCode"] = code,
                ["errorMessage"] = message,
            }
        );
        Assert.Equal(rows, Rows(record).Count);
    }

    [Theory]
    [InlineData("Client.AuthFailure", "Not authorized for images: [ami-0123456789abcdef0]", "image_unavailable", "")]
    [InlineData("Client.AuthFailure", "AWS was not able to validate the provided access credentials", "failed", "")]
    [InlineData("Client.InvalidAMIID.Malformed", "Invalid id", "invalid_parameter", "")]
    [InlineData(
        "Client.UnauthorizedOperation",
        "User: x is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:333344445555:instance/* with an explicit deny in a service control policy",
        "policy_denial",
        "on instance/*"
    )]
    [InlineData(
        "Client.UnauthorizedOperation",
        "User: x is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:333344445555:subnet/subnet-0abc because no service control policy allows the ec2:RunInstances action",
        "policy_denial",
        "on subnet/subnet-0abc"
    )]
    [InlineData(
        "Client.UnauthorizedOperation",
        "User: x is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0 with an explicit deny in a service control policy",
        "policy_denial",
        ""
    )]
    public void Launches_end_in_different_ways(string code, string message, string outcome, string detail)
    {
        var record = JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["eventVersion"] = "1.11",
                ["eventSource"] = "ec2.amazonaws.com",
                ["eventName"] = "RunInstances",
                ["eventTime"] = "2026-03-04T10:00:00Z",
                ["errorCode"] = code,
                ["errorMessage"] = message,
            }
        );
        Assert.Equal([$"launch ec2:RunInstances {outcome} {detail}"], Rows(record));
    }

    [Theory]
    [InlineData("add 444455556666", "add 444455556666 (outside the organization)")]
    [InlineData("add 100000000001, remove all", "add 100000000001 (in the organization), remove all (everyone)")]
    [InlineData(
        "add arn:aws:organizations::999999999999:ou/o-abc123xyz0/ou-ab12-workload",
        "add arn:aws:organizations::999999999999:ou/o-abc123xyz0/ou-ab12-workload (in the organization)"
    )]
    [InlineData(
        "add arn:aws:organizations::999999999999:organization/o-stranger00",
        "add arn:aws:organizations::999999999999:organization/o-stranger00 (outside the organization)"
    )]
    [InlineData("description", "description")]
    public void A_share_says_whether_the_other_side_is_in_the_organization(string detail, string told)
    {
        var organization = new Organization
        {
            Id = "o-abc123xyz0",
            ManagementAccount = AccountId.Parse("999999999999"),
            RootId = "r-ab12",
            Accounts = [new OrganizationAccount(AccountId.Parse("100000000001"), "app", "r-ab12")],
        };
        Assert.Equal(told, SharedWith.Told(detail, organization));
    }

    private static List<string> Scan(string name, string file) =>
        Rows(File.ReadAllText(RepositoryRoot.File("tests", "data", "cases", name, file), Encoding.UTF8));

    private static List<string> Rows(string records)
    {
        using var amigov = new Amigov().With("logs.json", records);
        var (code, output, error) = amigov.Run(
            "trail",
            "scan",
            "logs.json",
            "--by",
            "kind,action,outcome,detail",
            "--output",
            "json"
        );
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document
                .RootElement.GetProperty("calls")
                .EnumerateArray()
                .Select(r => $"{Text(r, "kind")} {Text(r, "action")} {Text(r, "outcome")} {Text(r, "detail")}"),
        ];
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : "";
}
