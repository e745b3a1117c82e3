using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// Records whose members tools have written in another form than CloudTrail does (user guide, "CloudTrail record contents") say the same.
/// </summary>
public sealed class OtherFormsOfMembersTests
{
    private const string Usual = """
        {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::011122223333:assumed-role/Dev/s","accountId":"011122223333","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::011122223333:role/team/Dev"}}},"eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"ModifyImageAttribute","awsRegion":"us-east-1","errorMessage":"{not json}","requestParameters":{"imageId":"ami-0123456789abcdef0","launchPermission":{"add":{"items":[{"userId":"022233334444"}]}}},"responseElements":{"_return":true},"eventID":"e-1","recipientAccountId":"011122223333"}
        """;

    private static readonly Dictionary<string, Action<JsonObject>> Forms = new(StringComparer.Ordinal)
    {
        ["account as number"] = r => r["recipientAccountId"] = 11122223333,
        ["account as number with exponent"] = r => r["recipientAccountId"] = JsonNode.Parse("1.1122223333E10"),
        ["account of the caller as number"] = r =>
        {
            r.Remove("recipientAccountId");
            r["userIdentity"]!["accountId"] = 11122223333;
        },
        ["grantee as number"] = r =>
            r["requestParameters"]!["launchPermission"]!["add"]!["items"]![0]!["userId"] = 22233334444,
        ["parameters as text"] = r => r["requestParameters"] = r["requestParameters"]!.ToJsonString(),
        ["answer as text"] = r => r["responseElements"] = r["responseElements"]!.ToJsonString(),
        ["identity as text"] = r => r["userIdentity"] = r["userIdentity"]!.ToJsonString(),
        ["all as text"] = r =>
        {
            foreach (var name in new[] { "userIdentity", "requestParameters", "responseElements" })
                r[name] = r[name]!.ToJsonString();
        },
        ["identity as text of rows"] = r =>
            r["userIdentity"] =
                "{type=AssumedRole, arn=arn:aws:sts::011122223333:assumed-role/Dev/s, accountid=011122223333, sessioncontext={sessionissuer={arn=arn:aws:iam::011122223333:role/team/Dev}}}",
        ["columns"] = r =>
        {
            r.Remove("userIdentity");
            r.Remove("requestParameters");
            r["userIdentity.sessionContext.sessionIssuer.arn"] = "arn:aws:iam::011122223333:role/team/Dev";
            r["requestParameters.imageId"] = "ami-0123456789abcdef0";
            r["requestParameters.launchPermission.add.items.0.userId"] = "022233334444";
            r["responseElements.code"] = null;
            r["awsRegion.keyword"] = "elsewhere";
        },
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_with_members_in_another_form_says_the_same(string form)
    {
        var record = JsonNode.Parse(Usual)!.AsObject();
        Forms[form](record);
        Assert.Equal(Shown(Usual), Shown(record.ToJsonString()));
        Assert.Equal(Shown(Usual), Shown($"[{record.ToJsonString()}]"));
        Assert.Equal(Shown(Usual), Shown($$"""{"detail":{{record.ToJsonString()}}}"""));
    }

    [Fact]
    public void What_policies_are_told_is_the_same()
    {
        const string Launch = """
            {"eventVersion":"1.11","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"instanceType":"m5.large","instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},"recipientAccountId":"111122223333"}
            """;
        var (text, columns) = (JsonNode.Parse(Launch)!.AsObject(), JsonNode.Parse(Launch)!.AsObject());
        text["requestParameters"] = text["requestParameters"]!.ToJsonString();
        columns.Remove("requestParameters");
        columns["requestParameters.instanceType"] = "m5.large";
        columns["requestParameters.instancesSet.items.0.imageId"] = "ami-0123456789abcdef0";

        var usual = Told(Launch);

        Assert.Contains("m5.large", usual, StringComparison.Ordinal);
        Assert.Equal(usual, Told(text.ToJsonString()));
        Assert.Equal(usual, Told(columns.ToJsonString()));
    }

    private static string Told(string record)
    {
        var hints = CallSources.FromEvent(SourceText.FromString("event.json", record), new DiagnosticBag());
        Assert.NotNull(hints);
        return $"{hints.ImageId} {hints.NamesAll} {string.Join(' ', hints.Resources)} {string.Join(' ', hints.Context)}";
    }

    /// <summary>Of a later record nothing comes from the one before.</summary>
    [Fact]
    public void Records_in_both_forms_stand_side_by_side()
    {
        var text = JsonNode.Parse(Usual)!.AsObject();
        Forms["all as text"](text);
        var (reading, events) = Read($"{Usual}\n{text.ToJsonString()}\n{Usual}");
        Assert.Equal((3, 0), (events.Count, reading.Gaps.Length));
        Assert.Single(events.Select(Shown).Distinct());
    }

    /// <summary>DynamoDB developer guide, "Record" of a stream; S3 user guide, "Event message structure".</summary>
    [Theory]
    [InlineData(
        """{"eventID":"1","eventName":"INSERT","eventVersion":"1.0","eventSource":"aws:dynamodb","dynamodb":{}}"""
    )]
    [InlineData("""{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"LifecycleTransition","s3":{}}""")]
    [InlineData("""{"eventName":"TriggerEventTest","eventSource":"aws:codecommit"}""")]
    [InlineData("""{"eventName":"DescribeInstances"}""")]
    [InlineData("""{"eventName":"RunInstances","eventSource":""}""")]
    public void What_has_a_name_and_no_source_of_a_call_is_no_event(string record)
    {
        var (reading, events) = Read($$"""{"Records":[{{record}},{{Usual}}]}""");
        Assert.Single(events);
        Assert.Equal((1, 1), (reading.Counts.Records, reading.Counts.NotRecords));
        Assert.Equal("1 object in it is no CloudTrail event", Assert.Single(reading.Gaps));
    }

    private static (FileReading Reading, List<TrailEvent> Events) Read(string text)
    {
        var events = new List<TrailEvent>();
        var file = Encoding.UTF8.GetBytes(text);
        return (new TrailFileReader(TrailFilter.Everything).Read(() => new MemoryStream(file), events.Add), events);
    }

    private static string Shown(string text)
    {
        var (reading, events) = Read(text);
        Assert.Empty(reading.Gaps);
        return Shown(Assert.Single(events));
    }

    private static string Shown(TrailEvent call) =>
        string.Join(
            " | ",
            call.Account,
            call.Region,
            call.Principal,
            call.ErrorMessage,
            call.Detail,
            string.Join(',', call.Images)
        );
}
