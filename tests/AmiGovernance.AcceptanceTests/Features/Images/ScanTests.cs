using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>Scans over the wire. The world knows the truth.</summary>
public sealed class ScanTests
{
    private static string[] Sorted(IEnumerable<string> rows) => ScanBench.Sorted(rows);

    [Fact]
    public async Task Finds_every_image_of_every_account_and_Region_with_its_launch_permissions()
    {
        await using var bench = await ScanBench.Start(accounts: 20, regions: 4, images: 6);
        bench.Server.Throttles = true;
        var scan = await bench.Scan(ScanBench.Request(ScanDepth.Full));
        Assert.Empty(bench.Bag.ToSorted());
        Assert.NotNull(scan?.FinishedAt);
        bench.AssertExact();
        Assert.Equal(
            Sorted(bench.Own.SelectMany(i => i.LaunchPermissions.Select(p => $"{i.Id}|{p.Value}"))),
            Sorted(bench.Rows("SELECT image_id, value FROM launch_permissions"))
        );
        Assert.Equal(
            Sorted(
                bench
                    .Own.Where(i => i.LaunchPermissions.Any(p => p.Value == "600000000001"))
                    .Select(i => $"{i.Id}|600000000001")
            ),
            Sorted(bench.Rows("SELECT image_id, detail FROM findings WHERE kind = 'shared_outside'"))
        );
        Assert.Equal(0, bench.Server.Throttle.Refused);
        Assert.All(bench.Ledger(), r => Assert.True(r.Coverage is Coverage.Read or Coverage.Skipped, r.Reason));
        Assert.Equal(19 * 4, bench.Ledger().Count(r => r.Coverage == Coverage.Read));
    }

    /// <summary>The public images of all, then everything of some: an organization of 134,000 images.</summary>
    [Fact]
    public async Task A_large_organization_is_read_completely_within_the_limits_of_AWS()
    {
        await using var bench = await ScanBench.Start(accounts: 200, regions: 17, images: 40);
        bench.Server.Throttles = true;
        await bench.Scan(ScanBench.Request(ScanDepth.Public) with { AtOnce = 256 });
        Assert.Equal(
            Sorted(bench.Own.Where(i => i.IsPublic).Select(i => $"{i.OwnerId}|{i.Region}|{i.Id}|{i.Name}")),
            Sorted(
                bench.Rows(
                    "SELECT i.account, i.region, i.image_id, i.name FROM images i JOIN findings f ON f.image_id = i.image_id AND f.kind = 'public'"
                )
            )
        );
        Assert.Equal(199 * 17, bench.Ledger().Count(r => r.Coverage == Coverage.Read));
        Assert.DoesNotContain(bench.Ledger(), r => r.Coverage.IsGap());

        var some = bench
            .World.Organization.Accounts.Where(a => a.State == AccountState.Active)
            .Where((_, i) => i % 40 == 0)
            .Select(a => a.Id)
            .ToImmutableArray();
        await bench.Scan(ScanBench.Request(ScanDepth.Images) with { AtOnce = 256, Accounts = some });
        Assert.Equal(
            Sorted(
                bench.Own.Where(i => some.Contains(i.OwnerId)).Select(i => $"{i.Id}|{i.Name}|{(i.Encrypted ? 1 : 0)}")
            ),
            Sorted(
                bench.Rows(
                    $"SELECT image_id, name, encrypted FROM images WHERE until_scan IS NULL AND owner = account AND account IN ({string.Join(", ", some.Select(a => $"'{a}'"))})"
                )
            )
        );
        Assert.Equal(
            [(some.Length * 17 * 2).ToString(System.Globalization.CultureInfo.InvariantCulture)],
            bench.Rows("SELECT count(*) FROM settings WHERE until_scan IS NULL")
        );
        Assert.Empty(bench.Bag.ToSorted());
        Assert.Equal(0, bench.Server.Throttle.Refused);
    }

    [Fact]
    public async Task Public_images_take_one_call_for_each_account_and_Region()
    {
        await using var bench = await ScanBench.Start(accounts: 20, regions: 4, images: 60);
        var before = bench.Server.Requests;
        await bench.Scan(ScanBench.Request(ScanDepth.Public));
        var found = bench.Own.Where(i => i.IsPublic).ToList();
        Assert.NotEmpty(found);
        Assert.Equal(
            Sorted(found.Select(i => i.Id.Value)),
            Sorted(bench.Rows("SELECT image_id FROM findings WHERE kind = 'public'"))
        );
        // Who calls, the organization, its accounts; a role in each of 18 accounts; the Regions of 19; one call for each of them in 4 Regions; one for each public image.
        Assert.Equal(3 + 18 + 19 + (19 * 4) + found.Count, bench.Server.Requests - before);
    }

    [Fact]
    public async Task Images_whose_snapshots_everyone_can_restore_are_found_with_one_call_for_each_account_and_Region()
    {
        await using var bench = await ScanBench.Start(accounts: 12, regions: 2, images: 5);
        var open = bench
            .Own.Where(i => !i.IsPublic && i.OwnerId.Value is "400000000001" or WorldGenerator.Observability)
            .Where((_, i) => i % 3 == 0)
            .ToList();
        foreach (var image in open)
            bench.World.Ec2.Put(image with { PublicSnapshot = true });
        var calls = 0;
        bench.World.Trail.Recorded += e =>
        {
            if (e.Operation == "DescribeSnapshots")
                Interlocked.Increment(ref calls);
        };
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal(
            Sorted(open.Select(i => $"{i.OwnerId}|{i.Id}|{i.SnapshotId}")),
            Sorted(bench.Rows("SELECT account, image_id, detail FROM findings WHERE kind = 'public_snapshot'"))
        );
        Assert.Equal(11 * 2, calls);

        // Where nobody looked, what was found before holds; then it is gone.
        foreach (var image in open)
            bench.World.Ec2.Put(image);
        bench.Server.Faults.Add(
            new Fault("ec2", "DescribeSnapshots", FaultKind.Error)
            {
                Code = "UnauthorizedOperation",
                Status = 403,
                Account = WorldGenerator.Observability,
            }
        );
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Equal(
            Sorted(open.Where(i => i.OwnerId.Value == WorldGenerator.Observability).Select(i => i.Id.Value)),
            Sorted(bench.Rows("SELECT image_id FROM findings WHERE kind = 'public_snapshot' AND until_scan IS NULL"))
        );
        Assert.All(
            bench.Ledger().Where(r => r.Coverage.IsGap()),
            r => Assert.StartsWith("ec2:DescribeSnapshots: UnauthorizedOperation", r.Reason, StringComparison.Ordinal)
        );
        bench.Server.Faults.Clear();
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.Empty(bench.Rows("SELECT image_id FROM findings WHERE kind = 'public_snapshot' AND until_scan IS NULL"));
    }

    [Fact]
    public async Task What_changed_between_scans_is_kept_as_history()
    {
        await using var bench = await ScanBench.Start(accounts: 9, regions: 1, images: 5);
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        var rows = bench.Rows(
            "SELECT count(*) FROM images UNION ALL SELECT count(*) FROM findings UNION ALL SELECT count(*) FROM settings"
        );
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        Assert.Equal(
            rows,
            bench.Rows(
                "SELECT count(*) FROM images UNION ALL SELECT count(*) FROM findings UNION ALL SELECT count(*) FROM settings"
            )
        );

        var images = bench.Own.Where(i => i.OwnerId.Value == "400000000000" && !i.IsPublic).ToList();
        var (gone, opened, renamed) = (images[0], images[1], images[2]);
        bench.World.Ec2.Remove(gone.Id);
        bench.World.Ec2.Put(opened with { LaunchPermissions = [AmiGovernance.Sandbox.World.LaunchPermission.Public] });
        bench.World.Ec2.Put(renamed with { Description = "new" });
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        Assert.Equal(
            Sorted([$"{gone.Id}|1|3", $"{opened.Id}|1|3", $"{opened.Id}|3|", $"{renamed.Id}|1|3", $"{renamed.Id}|3|"]),
            Sorted(
                bench.Rows("SELECT image_id, from_scan, until_scan FROM images WHERE from_scan = 3 OR until_scan = 3")
            )
        );
        Assert.Equal(
            [$"{opened.Id}|3|"],
            bench.Rows("SELECT image_id, from_scan, until_scan FROM findings WHERE kind = 'public' AND from_scan = 3")
        );

        Assert.Equal(
            Sorted([
                $"Found {opened.Id} Public",
                $"GoneImage {gone.Id}",
                $"ChangedImage {opened.Id}",
                $"ChangedImage {renamed.Id}",
            ]),
            Sorted(
                bench
                    .Changes(2)
                    .Where(c => c.Finding is null or AmiGovernance.Core.Ports.Images.FindingKind.Public)
                    .Select(c => $"{c.Kind} {c.ImageId}{(c.Finding is null ? "" : $" {c.Finding}")}")
            )
        );
        Assert.Contains("description: none → new", bench.Changes(2).Select(c => c.Detail));
        Assert.Equal(bench.Changes(2), bench.Changes(1));

        // Looking less closely forgets nothing, and still sees what it looks at.
        bench.World.Ec2.Put(opened);
        await bench.Scan(ScanBench.Request(ScanDepth.Public));
        Assert.Equal(
            ["0"],
            bench.Rows($"SELECT public FROM images WHERE image_id = '{opened.Id}' AND until_scan IS NULL")
        );
        Assert.Empty(
            bench.Rows(
                $"SELECT * FROM findings WHERE kind = 'public' AND until_scan IS NULL AND image_id = '{opened.Id}'"
            )
        );
        Assert.Equal(
            Sorted(bench.Own.Select(i => i.Id.Value)),
            Sorted(bench.Rows("SELECT image_id FROM images WHERE until_scan IS NULL"))
        );
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_its_reason_and_can_be_read_later()
    {
        await using var bench = await ScanBench.Start(accounts: 12, regions: 2, images: 3);
        const string Refusing = "400000000001";
        var role = (AccountId.Parse(Refusing), SandboxRole.OrganizationAccess);
        bench.World.Roles.Remove(role, out var kept);
        bench.Server.Faults.Add(
            new Fault("ec2", "GetAllowedImagesSettings", FaultKind.Error)
            {
                Code = "UnauthorizedOperation",
                Status = 403,
                Times = 1,
            }
        );
        await bench.Scan(ScanBench.Request(ScanDepth.Full));
        var gaps = bench.Ledger().Where(r => r.Coverage.IsGap()).ToList();
        Assert.Equal(2, gaps.Count);
        var refused = Assert.Single(gaps, g => g.Coverage == Coverage.Refused);
        Assert.Equal((Refusing, "*"), (refused.Account.Value, refused.RegionText));
        Assert.StartsWith("sts:AssumeRole: AccessDenied", refused.Reason, StringComparison.Ordinal);
        Assert.StartsWith(
            "ec2:GetAllowedImagesSettings: UnauthorizedOperation",
            Assert.Single(gaps, g => g.Coverage == Coverage.Partial).Reason,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(bench.Rows("SELECT DISTINCT account FROM images"), a => a == Refusing);

        bench.World.Roles[role] = kept!;
        var before = bench.Server.Requests;
        await bench.Scan(ScanBench.Request(ScanDepth.Full) with { Resume = true });
        Assert.All(bench.Ledger(), r => Assert.False(r.Coverage.IsGap()));
        Assert.Equal(
            Sorted(bench.Own.Select(i => i.Id.Value)),
            Sorted(bench.Rows("SELECT image_id FROM images WHERE until_scan IS NULL"))
        );
        Assert.Equal(["1"], bench.Rows("SELECT count(*) FROM scans"));
        Assert.True(bench.Server.Requests - before < 100, "only what is missing is read");
    }

    [Fact]
    public async Task A_scan_that_was_ended_goes_on_where_it_was()
    {
        await using var bench = await ScanBench.Start(accounts: 20, regions: 4, images: 4);
        bench.Server.Latency = TimeSpan.FromMilliseconds(1);
        var counts = new List<int>();
        for (var round = 0; round < 50; round++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var limit = 8;
            var progress = new Direct(p =>
            {
                if (p.Done >= limit)
                    stop.Cancel();
            });
            try
            {
                if (
                    await bench.Scan(
                        ScanBench.Request(ScanDepth.Images) with
                        {
                            Resume = round > 0,
                            AtOnce = 2,
                        },
                        stop.Token,
                        progress
                    ) is
                    { FinishedAt: not null }
                )
                    break;
            }
            catch (OperationCanceledException)
            {
                counts.Add(
                    int.Parse(
                        bench.Rows("SELECT count(*) FROM coverage WHERE outcome = 'read'")[0],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                );
            }
        }
        Assert.True(counts.Count > 2, "it was ended several times");
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(19 * 4, bench.Ledger().Count(r => r.Coverage == Coverage.Read));
        Assert.Equal(Sorted(bench.Own.Select(i => i.Id.Value)), Sorted(bench.Rows("SELECT image_id FROM images")));
    }

    [Fact]
    public async Task A_Region_that_does_not_answer_does_not_hold_up_the_others()
    {
        await using var bench = await ScanBench.Start(accounts: 60, regions: 2, images: 1);
        var silent = new SilentRegion("us-east-1");
        bench.Between = reader =>
        {
            silent.Inner = reader;
            return silent;
        };
        await bench.Scan(ScanBench.Request(ScanDepth.Images) with { AtOnce = 4 });
        Assert.Equal(59, bench.Ledger().Count(r => r is { RegionText: "us-east-1", Coverage: Coverage.Failed }));
        Assert.Equal(59, bench.Ledger().Count(r => r is { RegionText: "eu-west-1", Coverage: Coverage.Read }));
        // Five in a row, and those that were under way.
        Assert.InRange(silent.Calls, 5, 5 + 4);
    }

    private sealed class SilentRegion(string region) : IImageReader
    {
        private int calls;

        public IImageReader? Inner { get; set; }

        public int Calls => calls;

        public Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel) =>
            Inner!.DescribeRegions(account, cancel);

        public Task<ImmutableArray<InventoriedImage>> DescribeImages(
            AccountId account,
            RegionName where,
            ImageSelection selection,
            CancellationToken cancel
        )
        {
            if (where.Value != region)
                return Inner!.DescribeImages(account, where, selection, cancel);
            Interlocked.Increment(ref calls);
            throw new AwsException("ec2:DescribeImages", AwsFailure.RequestFailed, "no answer came in time", null);
        }

        public Task<ImmutableArray<AmiGovernance.Core.Ports.Images.LaunchPermission>> DescribeLaunchPermissions(
            ImagePlace image,
            CancellationToken cancel
        ) => Inner!.DescribeLaunchPermissions(image, cancel);

        public Task<FrozenSet<string>> DescribePublicSnapshots(
            AccountId account,
            RegionName where,
            CancellationToken cancel
        ) => Inner!.DescribePublicSnapshots(account, where, cancel);

        public Task<ImageSettings> GetImageSettings(
            AccountId account,
            RegionName where,
            ImmutableArray<StateAttribute> attributes,
            CancellationToken cancel
        ) => Inner!.GetImageSettings(account, where, attributes, cancel);
    }

    private sealed class Direct(Action<ScanProgress> action) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => action(value);
    }
}
