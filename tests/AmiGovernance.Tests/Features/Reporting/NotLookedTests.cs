using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>“Not looked” is never “nothing found”, and what cannot be read takes nothing else away.</summary>
public sealed class NotLookedTests
{
    private const string Inventory = "image-inventory.db";

    private static readonly AccountId Read = AccountId.Parse("333344445555");
    private static readonly AccountId LeftOut = AccountId.Parse("222233334444");

    /// <summary>An inventory with one scan, which read one place and found nothing.</summary>
    private static OpenInventory Scanned(Amigov amigov, ScanDepth depth, bool isLimited = false)
    {
        var bag = new DiagnosticBag();
        var connection = amigov.Databases.Open(Inventory, ImageInventorySchema.Schema, bag)!;
        using (var store = new ImageStore(Inventory, connection))
        {
            var scan = store.Begin(amigov.Now, depth, "o-example1234", "arn", [], bag)!;
            var read = new RegionScan(Read, RegionName.Parse("us-east-1"), Coverage.Read, amigov.Now);
            var leftOut = new RegionScan(LeftOut, null, Coverage.NotAsked, amigov.Now);
            Assert.True(store.Save(scan, isLimited ? [read, leftOut] : [read], bag));
            Assert.True(store.Finish(scan.Number, amigov.Now, bag));
        }
        return OpenInventory.Open(amigov.Databases, Inventory, bag)!;
    }

    [Theory]
    [InlineData(ScanDepth.Full, false, Tone.Good, Tone.Good, null)]
    [InlineData(ScanDepth.Public, false, Tone.Good, Tone.Unknown, "no scan has looked so closely")]
    [InlineData(ScanDepth.Full, true, Tone.Unknown, Tone.Unknown, "scan 1 was to leave out 1 account or Region")]
    public void Images_are_known_as_far_as_scans_looked(
        ScanDepth depth,
        bool isLimited,
        Tone isPublic,
        Tone other,
        string? gap
    )
    {
        using var amigov = new Amigov();
        using var inventory = Scanned(amigov, depth, isLimited);
        var list = ImagePages.List([], inventory, InventoryOutput.AllGaps(inventory));
        Assert.Equal([isPublic, other], list.Figures.Skip(1).Select(f => f.Tone));
        var report = new GovernanceReport(new DateOnly(2026, 1, 3), amigov.Now)
        {
            Images = ImageSummary.Of(inventory, amigov.Now),
        };
        var page = GovernancePage.Of(report);
        Assert.Equal(isPublic, page.Figures.Last().Tone);
        var open = page.Sections.Single(s => s.Id == "images").Blocks.OfType<Nothing>().First();
        Assert.Equal(other, open.Text.Tone);
        if (gap is null)
            Assert.Empty(list.NotLookedAt);
        else
            Assert.StartsWith(gap, Assert.Single(list.NotLookedAt), StringComparison.Ordinal);
    }

    /// <summary>What somebody shared after the scan, nobody knows: no public image of two months ago is not none of today.</summary>
    [Theory]
    [InlineData(8, Tone.Good, "public images")]
    [InlineData(9, Tone.Unknown, "public images, 9 days ago")]
    public void An_old_scan_tells_nothing_of_today(int days, Tone expected, string label)
    {
        using var amigov = new Amigov();
        using var inventory = Scanned(amigov, ScanDepth.Full);
        var now = amigov.Now.AddDays(days);
        var summary = ImageSummary.Of(inventory, now);
        var page = GovernancePage.Of(new GovernanceReport(new DateOnly(2026, 1, 3), now) { Images = summary });
        Assert.Equal((expected, label), (page.Figures.Last().Tone, page.Figures.Last().Label));
        var open = page.Sections.Single(s => s.Id == "images").Blocks.OfType<Nothing>().First();
        Assert.Equal(expected, open.Text.Tone);
        Assert.Equal(expected == Tone.Unknown ? 1 : 0, summary.Gaps.Length);
    }

    /// <summary>Files that could not be read, and a trail without a launch.</summary>
    [Theory]
    [InlineData(1, 0, 1, Tone.Good)]
    [InlineData(1, 1, 1, Tone.Unknown)]
    [InlineData(1, 0, 0, Tone.Unknown)]
    public void No_finding_is_good_where_launches_were_read(int read, int notRead, int launches, Tone expected)
    {
        var ledger = new TrailLedger
        {
            Files = read,
            Gaps = [.. Enumerable.Repeat(new TrailGap("logs/x.json", "no JSON"), notRead)],
            GapCount = notRead,
        };
        var figures = BacktestPage.Figures(new BacktestReport(ledger, [], launches, []));
        Assert.Equal(expected, figures.First().Tone);
    }

    /// <summary>Somebody's branch makes a folder of the record a link out of the repository.</summary>
    [Theory]
    [InlineData("deployments", "deployments: deployments: `deployments` cannot be read or changed")]
    [InlineData("requests", "exceptions: requests: `requests` cannot be read or changed")]
    public void A_part_that_cannot_be_read_leaves_the_others(string folder, string expected)
    {
        using var amigov = Amigov.OfRunbook("audit_mode");
        using var other = new Amigov();
        var (here, outside) = (amigov.OnDisk(), other.Databases.FullPath("."));
        Directory.CreateDirectory(outside);
        Directory.CreateSymbolicLink(Path.Combine(here, folder), outside);
        var (exit, output, _) = amigov.Run("report", "--offline");
        Assert.Equal(4, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("guarantees of dist/ proven", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_row_of_the_inventory_leaves_the_other_parts()
    {
        using var amigov = Amigov.OfRunbook("audit_mode");
        Scanned(amigov, ScanDepth.Full).Dispose();
        using (var connection = amigov.Databases.Open(Inventory, ImageInventorySchema.Schema, new())!)
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "UPDATE scans SET started_at = 'never'";
            command.ExecuteNonQuery();
        }
        var (exit, output, _) = amigov.Run("report", "--offline");
        Assert.Equal(4, exit);
        Assert.Contains("images of the accounts: ", output, StringComparison.Ordinal);
        Assert.Contains("guarantees of dist/ proven", output, StringComparison.Ordinal);
    }
}
