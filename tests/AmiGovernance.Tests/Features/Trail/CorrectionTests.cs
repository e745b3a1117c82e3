using System.Text;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What corrects an event names it, and counts in its place (CloudTrail user guide, "CloudTrail record contents").</summary>
public sealed class CorrectionTests : IDisposable
{
    private const string Wrong = "ami-00000000000000001";
    private const string Right = "ami-00000000000000002";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-correction-");

    public void Dispose() => folder.Delete(recursive: true);

    private static string Launch(int id, string image, string addendum = "") =>
        $$$"""
            {"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"instancesSet":{"items":[{{{Items(
                image
            )}}}]}},"responseElements":null,{{{addendum}}}"eventID":"{{{Id(
                id
            )}}}","recipientAccountId":"111122223333","eventCategory":"Management"}
            """;

    private static string Items(string images) =>
        string.Join(',', images.Split(' ').Select(image => $$"""{"imageId":"{{image}}"}"""));

    private static string Id(int id) => $"00000000-0000-4000-8000-{id:x12}";

    private static string Corrects(int original) =>
        $$"""
            "addendum":{"reason":"UPDATED_DATA","updatedFields":"requestParameters","originalRequestID":"x","originalEventID":"{{Id(
                original
            )}}"},
            """;

    private static async Task<TrailFindings> Scan(ITrailState? state, params string[] files)
    {
        var named = files.Index().ToDictionary(f => $"{f.Index}.json", f => Encoding.UTF8.GetBytes(f.Item));
        var scan = new ScanTrail(new InMemoryTrail(named), TrailQuestion.Everything, state, TimeProvider.System);
        await scan.Run(TestContext.Current.CancellationToken);
        return scan.Findings;
    }

    private async Task<TrailFindings> ScanInRuns(params string[] files)
    {
        TrailFindings? found = null;
        for (var count = 1; count <= files.Length; count++)
        {
            using var state = TrailStateFile.Open(Path.Combine(folder.FullName, "state.db"), new DiagnosticBag());
            found = await Scan(state, files[..count]);
        }
        return found!;
    }

    private static string Told(TrailFindings found) =>
        string.Join(", ", found.Rows.Select(r => $"{r.Count} {r.Key.Image}").Order(StringComparer.Ordinal))
        + $"; watched {found.Ledger.Counts.Watched}, gaps {found.Ledger.GapCount}";

    private static readonly string Once = $"1 {Right}; watched 1, gaps 0";

    [Fact]
    public async Task A_correction_counts_in_the_place_of_its_event_in_one_file()
    {
        var found = await Scan(null, Launch(1, Wrong) + Launch(2, Right, Corrects(1)));
        Assert.Equal(Once, Told(found));
        Assert.Equal(1, found.Ledger.Counts.Corrections);
    }

    private const string Caller = "arn:aws:iam::111122223333:role/Deploy";

    private static string ByCaller(int id, string image) =>
        Launch(id, image)
            .Replace(
                "\"eventSource\"",
                $$"""
                "userIdentity":{"arn":"{{Caller}}"},"eventSource"
                """.Trim(),
                StringComparison.Ordinal
            );

    private static string InPart(int id, int original) =>
        $$"""
            {"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances",
             "awsRegion":"us-east-1",{{Corrects(original)}}"errorCode":"Client.UnauthorizedOperation","eventID":"{{Id(
                id
            )}}","recipientAccountId":"111122223333"}
            """;

    [Fact]
    public async Task What_a_correction_leaves_out_stays_as_it_was()
    {
        string[] files = [ByCaller(1, $"{Right} {Wrong}"), InPart(2, 1)];
        foreach (var found in new[] { await Scan(null, files), await ScanInRuns(files) })
        {
            Assert.Equal($"1 {Wrong}, 1 {Right}; watched 1, gaps 0", Told(found));
            Assert.All(
                found.Rows,
                r =>
                    Assert.Equal(
                        (Caller, CallOutcome.PolicyDenial, "Client.UnauthorizedOperation"),
                        (r.Key.Principal, r.Key.Outcome, r.Key.ErrorCode)
                    )
            );
        }
    }

    [Fact]
    public async Task Another_image_is_that_of_the_same_caller()
    {
        var found = await Scan(null, ByCaller(1, Wrong) + Launch(2, Right, Corrects(1)));
        Assert.Equal(Once, Told(found));
        Assert.Equal(Caller, Assert.Single(found.Rows).Key.Principal);
    }

    [Fact]
    public async Task A_correction_in_part_of_an_event_that_nobody_knows_is_a_gap()
    {
        var found = await Scan(null, InPart(2, 1));
        Assert.Equal(1, found.Ledger.GapCount);
        Assert.Contains("held only what changed", found.Ledger.Gaps[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_either_order_and_across_files()
    {
        Assert.Equal(Once, Told(await Scan(null, Launch(1, Wrong), Launch(2, Right, Corrects(1)))));
        Assert.Equal(Once, Told(await Scan(null, Launch(2, Right, Corrects(1)), Launch(1, Wrong))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_runs_with_a_state(bool isLater)
    {
        var (original, correction) = (Launch(1, Wrong), Launch(2, Right, Corrects(1)));
        Assert.Equal(Once, Told(await (isLater ? ScanInRuns(original, correction) : ScanInRuns(correction, original))));
    }

    [Fact]
    public async Task Other_calls_of_the_same_row_stay()
    {
        var found = await ScanInRuns(Launch(1, Wrong), Launch(3, Wrong), Launch(2, Right, Corrects(1)));
        Assert.Equal($"1 {Wrong}, 1 {Right}; watched 2, gaps 0", Told(found));
    }

    [Fact]
    public async Task A_call_on_several_images_is_taken_back_as_a_whole() =>
        Assert.Equal(
            Once,
            Told(await ScanInRuns(Launch(1, $"{Wrong} ami-00000000000000003"), Launch(2, Right, Corrects(1))))
        );

    [Fact]
    public async Task The_last_of_several_corrections_counts()
    {
        string[] files =
        [
            Launch(1, Wrong),
            Launch(2, "ami-00000000000000003", Corrects(1)),
            Launch(3, Right, Corrects(1)),
        ];
        Assert.Equal(Once, Told(await Scan(null, files)));
        Assert.Equal(Once, Told(await ScanInRuns(files)));
    }

    [Fact]
    public async Task A_correction_can_be_corrected_itself() =>
        Assert.Equal(
            Once,
            Told(
                await Scan(
                    null,
                    Launch(1, Wrong),
                    Launch(2, "ami-00000000000000003", Corrects(1)),
                    Launch(3, Right, Corrects(2))
                )
            )
        );

    [Fact]
    public async Task A_correction_that_is_delivered_twice_counts_once() =>
        Assert.Equal(
            Once,
            Told(await Scan(null, Launch(1, Wrong), Launch(2, Right, Corrects(1)), Launch(2, Right, Corrects(1))))
        );

    [Fact]
    public async Task What_only_came_late_corrects_nothing()
    {
        var late = Launch(2, Right, """ "addendum":{"reason":"DELIVERY_DELAY"}, """);
        Assert.Equal($"1 {Wrong}, 1 {Right}; watched 2, gaps 0", Told(await Scan(null, Launch(1, Wrong), late)));
    }

    [Fact]
    public async Task One_that_names_itself_counts() =>
        Assert.Equal(Once, Told(await Scan(null, Launch(1, Right, Corrects(1)))));

    [Fact]
    public async Task Both_count_and_it_is_told_where_the_event_was_read_too_long_before()
    {
        var others = new StringBuilder();
        for (var id = 10; id < CountedEvents.Most + 10; id++)
            others.Append(Launch(id, Right));
        var found = await Scan(null, Launch(1, Wrong), others.ToString(), Launch(2, Right, Corrects(1)));
        Assert.Equal(
            "1 correction of events that were read too long before to be taken back: both count",
            Assert.Single(found.Ledger.Gaps).Reason
        );
    }
}
