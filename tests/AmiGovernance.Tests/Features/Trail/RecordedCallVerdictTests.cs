namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// What the declarative policy refuses it refuses to everybody: public sharing (EC2 user guide, "Block public access to your AMIs"), and
/// changes of what it manages (Organizations user guide, "Declarative policies"). Who calls, and on what, is the record's to say.
/// backtest and explain say the same.
/// </summary>
public sealed class RecordedCallVerdictTests
{
    private const string Publisher = "111122223333";
    private const string Management = "998877665544";
    private const string Member = "555566667777";

    private const string Config = """
        {
          "ops_publisher_account": { "account_id": "111122223333", "description": "golden images" },
          "vendor_publisher_accounts": [],
          "publisher_aliases": ["amazon"],
          "exception_accounts": [],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x", "snapshot_block_public_access": "block_new_sharing" }
        }
        """;

    private const string ToAll =
        """{"attributeType":"launchPermission","imageId":"ami-0123456789abcdef0","launchPermission":{"add":{"items":[{"group":"all"}]}}}""";

    private const string ToAccount =
        """{"attributeType":"launchPermission","imageId":"ami-0123456789abcdef0","launchPermission":{"add":{"items":[{"userId":"222233334444"}]}}}""";

    private const string NoLongerToAll =
        """{"attributeType":"launchPermission","imageId":"ami-0123456789abcdef0","launchPermission":{"remove":{"items":[{"group":"all"}]}}}""";

    private const string SnapshotToAll =
        """{"attributeType":"CREATE_VOLUME_PERMISSION","snapshotId":"snap-0123456789abcdef0","createVolumePermission":{"add":{"items":[{"group":"all"}]}}}""";

    private const string Snapshot =
        """{"CreateReplaceRootVolumeTaskRequest":{"InstanceId":"i-0abc","SnapshotId":"snap-1"}}""";

    private const string Stranger =
        """{"CreateReplaceRootVolumeTaskRequest":{"InstanceId":"i-0abc","ImageId":"ami-0fedcba9876543210"}}""";

    private const string Capacity =
        """{"ModifyFleetRequest":{"FleetId":"fleet-1","TargetCapacitySpecification":{"TotalTargetCapacity":3}}}""";

    private static Amigov Bench(string name, string account, string parameters, string identity)
    {
        var amigov = new Amigov()
            .With("config/ami_publishers.json", Config)
            .With("owners.json", """{"ami-0fedcba9876543210":"999988887777"}""")
            .With(
                "organization.json",
                $$"""
                {"format_version":"1.0","id":"o-ab12cd34ef","root":"r-ab12","management_account":"{{Management}}","organizational_units":[],
                 "accounts":[{"id":"{{Management}}","name":"m","parent":"r-ab12"},{"id":"{{Publisher}}","name":"p","parent":"r-ab12"},{"id":"{{Member}}","name":"w","parent":"r-ab12"}]}
                """
            )
            .With(
                "logs/a.json",
                $$"""
                {"eventVersion":"1.11","userIdentity":{{{identity}}},"eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com",
                 "eventName":"{{name}}","awsRegion":"us-east-1","requestParameters":{{parameters}},
                 "responseElements":{"_return":true},"recipientAccountId":"{{account}}","eventID":"x"}
                """
            );
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        return amigov;
    }

    private static string Role(string account, string name) =>
        $$"""
            "type":"AssumedRole","arn":"arn:aws:iam::{{account}}:role/{{name}}","accountId":"{{account}}"
            """;

    /// <param name="expected">Exit code of explain: 0 allowed, 3 denied, 4 not known.</param>
    [Theory]
    [InlineData("ModifyImageAttribute", Publisher, ToAll, 3)]
    [InlineData("ModifyImageAttribute", Publisher, ToAccount, 0)]
    [InlineData("ModifyImageAttribute", Publisher, NoLongerToAll, 0)]
    [InlineData(
        "ModifyImageAttribute",
        Publisher,
        """{"attributeType":"description","imageId":"ami-0123456789abcdef0"}""",
        0
    )]
    [InlineData("ModifyImageAttribute", Publisher, """{"attributeType":"launchPermission"}""", 4)]
    // EC2 API reference, ModifyImageAttribute: what says its member instead of an attribute's name.
    [InlineData("ModifyImageAttribute", Publisher, """{"imdsSupport":{"value":"v2.0"}}""", 0)]
    [InlineData("ModifyImageAttribute", Publisher, """{"description":{"value":"golden"}}""", 0)]
    [InlineData("ModifyImageAttribute", Publisher, "null", 4)]
    [InlineData("ModifyImageAttribute", Member, ToAccount, 3)]
    [InlineData("ModifySnapshotAttribute", Publisher, SnapshotToAll, 3)]
    [InlineData("ResetImageAttribute", Publisher, """{"attributeType":"launchPermission"}""", 0)]
    [InlineData("DisableAllowedImagesSettings", Management, "{}", 3)]
    [InlineData("EnableImageBlockPublicAccess", Management, "{}", 3)]
    [InlineData("DisableSnapshotBlockPublicAccess", Management, "{}", 3)]
    [InlineData("CreateReplaceRootVolumeTask", Member, Snapshot, 0)]
    [InlineData("CreateReplaceRootVolumeTask", Member, Stranger, 3)]
    [InlineData("CreateReplaceRootVolumeTask", Member, "null", 4)]
    [InlineData("ModifyFleet", Member, Capacity, 0)]
    [InlineData("RunInstances", Member, """{"instancesSet":{"items":[{"minCount":1}]}}""", 4)]
    [InlineData("CreateImage", Member, "{}", 3, "ci.amazonaws.com")]
    public void Backtest_and_explain_say_the_same(
        string name,
        string account,
        string parameters,
        int expected,
        string role = "Some"
    )
    {
        using var amigov = Bench(name, account, parameters, Role(account, role));
        string[] asked = ["explain", "--from-event", "logs/a.json", "--owners", "owners.json"];
        var explained = amigov.Run(account == Management ? [.. asked, "--management-account"] : asked);
        Assert.True(explained.ExitCode == expected, explained.Out + explained.Error);
        var (code, output, error) = amigov.Run(
            "backtest",
            "logs",
            "--org",
            "organization.json",
            "--owners",
            "owners.json",
            "--details"
        );
        Assert.True(code == (expected == 0 ? 0 : 3), output + error);
        Assert.Equal(expected == 3, output.Contains(": denied, ", StringComparison.Ordinal));
        Assert.Equal(expected == 4, output.Contains(": undecided, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ModifyImageAttribute", "all", 3)]
    [InlineData("ModifyImageAttribute", "none", 0)]
    [InlineData("ModifyImageAttribute", null, 4)]
    [InlineData("ModifySnapshotAttribute", "all", 3)]
    public void Without_a_record_somebody_says_whether_it_is_public(string name, string? group, int expected)
    {
        using var amigov = Bench(name, Publisher, "{}", Role(Publisher, "Some"));
        string[] asked = ["explain", "--account", Publisher, "--action", name];
        var (code, output, error) = amigov.Run(
            group is null ? asked : [.. asked, "--context", $"ec2:Add/group={group}"]
        );
        Assert.True(code == expected, output + error);
        Assert.Equal(group is null, output.Contains("whether it shares with everyone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "type":"AssumedRole","principalId":"AROAEXAMPLE:ci.amazonaws.com" """)]
    [InlineData(""" "type":"IAMUser","arn":"arn:aws:iam::555566667777:user/deploy.amazonaws.com" """)]
    public void A_caller_that_is_named_like_a_service_is_none(string identity)
    {
        using var amigov = Bench("CreateImage", Member, "{}", identity);
        var (code, output, error) = amigov.Run("backtest", "logs", "--details");
        Assert.True(code == 3, output + error);
        Assert.Contains("service control policy: DenyAMICreationAndSideload", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_share_is_told_not_to_share_with_everyone()
    {
        using var amigov = Bench("ModifyImageAttribute", Publisher, ToAll, Role(Publisher, "Some"));
        var output = amigov.Run("backtest", "logs", "--details").Out;
        Assert.Contains("denied by declarative policy: block public access", output, StringComparison.Ordinal);
        Assert.Contains("share with accounts, or with the organization", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_record_names_an_image_no_file_can_say_whose_it_is()
    {
        using var amigov = Bench("RunInstances", Member, """{"instancesSet":{"items":[{}]}}""", Role(Member, "Some"));
        var output = amigov.Run("backtest", "logs").Out;
        Assert.Contains("the records name no image", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--owners FILE", output, StringComparison.Ordinal);
    }
}
