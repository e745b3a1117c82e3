using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// Fleets of type `instant` (EC2 user guide, "EC2 Fleet request types"): what is denied stands in the answer alone. Shape of
/// tests/data/trail/fleets.json: EC2 API reference, CreateFleet, in the form of published records of the call.
/// </summary>
public sealed class FleetTests
{
    private static readonly string Image = "ami-00000000000000011";

    private static List<string> Rows(string? only = null, string? exceptionMessage = null)
    {
        var records = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", "fleets.json")))!;
        var chosen = records.AsArray().Where(r => only is null || r!["requestID"]!.GetValue<string>() == only);
        var table = new TrailTable([], exceptionMessage);
        foreach (var record in chosen)
            new TrailFileReader(TrailFilter.Everything, exceptionMessage).Read(
                () => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(record)),
                call =>
                {
                    foreach (var key in table.Keys(call, WatchedCalls.Find(call.Source, call.Name)!))
                        table.Add(key, call.Time);
                }
            );
        return
        [
            .. table.Rows.Select(r =>
                $"{r.Key.Outcome.Name()} {r.Key.ErrorCode} {r.Key.Image} {r.Key.DeniedBy} {r.Key.Detail}".TrimEnd()
            ),
        ];
    }

    [Theory]
    [InlineData(
        "denied-one",
        "policy_denial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1"
    )]
    [InlineData(
        "denied-list",
        "policy_denial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1"
    )]
    [InlineData(
        "denied-template",
        "policy_denial UnauthorizedOperation lt-0abc:3 identity-based policy (missing allow) on instance/*"
    )]
    [InlineData("partly-denied", "partial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1")]
    [InlineData("partly-without-capacity", "partial InsufficientInstanceCapacity lt-0abc:3")]
    [InlineData("no-capacity", "no_capacity InsufficientInstanceCapacity lt-0abc:3")]
    [InlineData("launched", "succeeded  lt-0abc:3")]
    [InlineData("launched-empty-errors", "succeeded  lt-0abc:3")]
    [InlineData("maintain", "succeeded  lt-0abc:3")]
    [InlineData(
        "refused-itself",
        "policy_denial Client.UnauthorizedOperation lt-0abc:3 identity-based policy (missing allow) on launch-template/*"
    )]
    [InlineData(
        "items-form",
        "policy_denial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1"
    )]
    [InlineData("denied-by-message", "no_capacity InsufficientInstanceCapacity lt-0abc:3")]
    // Nothing of its answer is an instance: a template may be named like one.
    [InlineData(
        "named-like-instance",
        "policy_denial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1"
    )]
    [InlineData("answer-left-out", "partial  lt-0abc:3")]
    public void A_fleet_counts_by_its_errors(string request, string row) => Assert.Equal([row], Rows(request));

    [Fact]
    public void The_organizations_message_is_a_denial_whatever_the_code() =>
        Assert.Equal(
            ["policy_denial OperationNotPermitted lt-0abc:3 declarative policy"],
            Rows("denied-by-message", "Only approved images. Ask the platform team.")
        );

    [Fact]
    public void Each_image_that_was_denied_counts() =>
        Assert.Equal(
            [
                "policy_denial UnauthorizedOperation ami-00000000000000011 service control policy p-guard1",
                "policy_denial UnauthorizedOperation ami-00000000000000022 service control policy p-guard1",
            ],
            Rows("denied-two-images").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Errors_of_another_call_are_not_those_of_a_fleet() =>
        Assert.Equal(["succeeded  ami-00000000000000011"], Rows("run-instances"));

    [Fact]
    public void What_a_fleet_launched_in_part_has_succeeded_and_was_denied()
    {
        var key = new TrailKey
        {
            Kind = CallKind.Launch,
            Action = "ec2:CreateFleet",
            Account = "",
            Region = "",
            Principal = "",
            Image = Image,
            Outcome = CallOutcome.Partial,
            ErrorCode = "UnauthorizedOperation",
        };
        Assert.True(key is { HasSucceeded: true, IsDenied: true });
        Assert.False((key with { ErrorCode = "InsufficientInstanceCapacity" }).IsDenied);
    }
}
