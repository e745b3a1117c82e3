using System.Collections.Immutable;
using Amazon.Runtime;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>What goes wrong on the wire: nothing is lost, nothing read twice, all of it told.</summary>
public sealed class ScanFaultTests
{
    private static IEnumerable<RegionScan> Gaps(ScanBench bench) => bench.Ledger().Where(r => r.Coverage.IsGap());

    [Fact]
    public async Task Credentials_that_expire_half_way_leave_gaps_that_say_so_and_new_ones_close_them()
    {
        await using var bench = await ScanBench.Start(accounts: 30, regions: 2, images: 3);
        // A session of an hour, such as IAM Identity Center gives; it ends when half of the accounts are read.
        var caller = new CallerIdentity(
            AccountId.Parse(WorldGenerator.Management),
            "arn:aws:iam::998877665544:role/Auditor",
            "arn:aws:sts::998877665544:assumed-role/Auditor/me",
            "AROA:me"
        );
        bench.World.Credentials.Add(
            new Credential("ASIAHALFWAY", "secret", caller) { Token = "token", Expires = bench.World.Now.AddHours(1) }
        );
        bench.Settings = s => s with { Credentials = new SessionAWSCredentials("ASIAHALFWAY", "secret", "token") };
        var reads = 0;
        bench.World.Trail.Recorded += e =>
        {
            if (e.Operation == "DescribeImages" && Interlocked.Increment(ref reads) == 30)
                bench.World.ClockOffset = TimeSpan.FromMinutes(61);
        };
        await bench.Scan(ScanBench.Request(ScanDepth.Full) with { AtOnce = 2 });
        Assert.NotEmpty(Gaps(bench));
        Assert.All(Gaps(bench), r => Assert.Matches("ExpiredToken|RequestExpired", r.Reason));
        var read = bench.Ledger().Where(r => r.Coverage == Coverage.Read).ToList();
        Assert.NotEmpty(read);

        bench.Settings = s => s;
        await bench.Scan(ScanBench.Request(ScanDepth.Full) with { Resume = true });
        Assert.Empty(Gaps(bench));
        bench.AssertExact();
        // What was read the first time was not read again.
        Assert.Superset(
            read.Select(r => (r.Account, r.Region, r.At)).ToHashSet(),
            bench.Ledger().Select(r => (r.Account, r.Region, r.At)).ToHashSet()
        );
    }

    /// <summary>On a machine that is slow itself, other calls may come too late too; they are told the same way.</summary>
    [Theory]
    [InlineData(FaultKind.Hold)]
    [InlineData(FaultKind.Drop)]
    public async Task A_Region_that_does_not_answer_is_a_gap_and_read_when_it_does(FaultKind kind)
    {
        await using var bench = await ScanBench.Start(accounts: 20, regions: 2, images: 2);
        bench.Settings = s => s with { Timeout = TimeSpan.FromSeconds(3), Retries = 0 };
        bench.Server.Faults.Add(new Fault("ec2", "DescribeImages", kind) { Region = "eu-west-1" });
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.DoesNotContain(bench.Ledger(), r => r is { RegionText: "eu-west-1", Coverage: Coverage.Read });
        Assert.All(
            Gaps(bench),
            r =>
                Assert.Matches(
                    kind == FaultKind.Hold ? "no answer came in time|did not answer" : "RequestFailed|did not answer",
                    r.Reason
                )
        );
        var read = bench.Ledger().Where(r => r.Coverage == Coverage.Read).ToList();
        Assert.NotEmpty(read);

        bench.Server.Faults.Clear();
        bench.Settings = s => s;
        await bench.Scan(ScanBench.Request(ScanDepth.Images) with { Resume = true });
        Assert.Empty(Gaps(bench));
        bench.AssertExact();
        Assert.Superset(
            read.Select(r => (r.Account, r.Region, r.At)).ToHashSet(),
            bench.Ledger().Select(r => (r.Account, r.Region, r.At)).ToHashSet()
        );
    }

    /// <summary>Every bucket is empty for a while; then some calls are throttled again and again, more often than they are repeated.</summary>
    [Fact]
    public async Task In_a_storm_of_throttling_nothing_is_lost()
    {
        await using var bench = await ScanBench.Start(accounts: 16, regions: 2, images: 2);
        bench.Server.Faults.Add(Throttled("ec2", "RequestLimitExceeded", 503) with { Times = 60 });
        bench.Server.Faults.Add(Throttled("sts", "Throttling", 400) with { Operation = "AssumeRole", Times = 10 });
        bench.Server.Faults.Add(
            Throttled("ec2", "RequestLimitExceeded", 503) with
            {
                Operation = "GetAllowedImagesSettings",
                Account = "400000000003",
            }
        );
        bench.Settings = s => s with { Retries = 2 };
        await bench.Scan(ScanBench.Request(ScanDepth.Images));
        Assert.NotEmpty(Gaps(bench));
        Assert.All(Gaps(bench), r => Assert.Matches("RequestLimitExceeded|Throttling", r.Reason));
        Assert.Contains(Gaps(bench), r => r.Account.Value == "400000000003");

        bench.Server.Faults.Clear();
        await bench.Scan(ScanBench.Request(ScanDepth.Images) with { Resume = true });
        Assert.Empty(Gaps(bench));
        bench.AssertExact();
    }

    private static Fault Throttled(string service, string code, int status) =>
        new(service, null, FaultKind.Error)
        {
            Code = code,
            Status = status,
            Message = "Request limit exceeded.",
        };

    /// <summary>Before and after each write to the inventory: what is not written does not count, what is written is never read again.</summary>
    [Fact]
    public async Task Killed_at_any_write_a_scan_goes_on_and_loses_nothing()
    {
        ImmutableArray<AccountId> some =
        [
            AccountId.Parse(WorldGenerator.LogArchive),
            AccountId.Parse(WorldGenerator.Observability),
        ];
        for (var kill = 0; ; kill++)
        {
            await using var bench = await ScanBench.Start(accounts: 8, regions: 1, images: 300);
            var (store, reads) = ((KilledStore?)null, 0);
            bench.Wrap = inner => store = new KilledStore(inner, kill);
            bench.World.Trail.Recorded += e =>
            {
                if (e.Operation == "DescribeImages")
                    Interlocked.Increment(ref reads);
            };
            try
            {
                await bench.Scan(ScanBench.Request(ScanDepth.Public) with { Accounts = some, AtOnce = 1 });
                // Before and after each of: begin, save, finish. Results that come together are saved together.
                Assert.True(kill >= 6, "it was killed at every write");
                return;
            }
            catch (KilledException) { }
            var (written, before) = (store!.Written, reads);
            bench.Wrap = s => s;
            await bench.Scan(ScanBench.Request(ScanDepth.Public) with { Accounts = some, Resume = store.Begun });
            Assert.All(
                Gaps(bench),
                r => Assert.True(r.Coverage == Coverage.NotAsked && !some.Contains(r.Account), $"{r}")
            );
            Assert.Equal(some.Length - written, reads - before);
            Assert.Equal(
                ScanBench.Sorted(bench.Own.Where(i => i.IsPublic && some.Contains(i.OwnerId)).Select(i => i.Id.Value)),
                ScanBench.Sorted(bench.Rows("SELECT image_id FROM findings WHERE kind = 'public'"))
            );
            Assert.Equal(["1"], bench.Rows("SELECT count(*) FROM scans WHERE finished_at IS NOT NULL"));
        }
    }

    private sealed class KilledException : Exception;

    /// <summary>Even numbers end it before a write, odd ones after.</summary>
    private sealed class KilledStore(IImageStore inner, int kill) : IImageStore
    {
        private int steps;

        public bool Begun { get; private set; }

        /// <summary>Accounts and Regions whose results are in the file.</summary>
        public int Written { get; private set; }

        public ScanRecord? LastScan => inner.LastScan;

        public ScanRecord? Begin(
            DateTimeOffset at,
            ScanDepth depth,
            string organization,
            string caller,
            IEnumerable<OrganizationAccount> accounts,
            DiagnosticBag bag
        ) =>
            Killed(() =>
            {
                Begun = true;
                return inner.Begin(at, depth, organization, caller, accounts, bag);
            });

        public IReadOnlySet<(AccountId Account, RegionName? Region)> Settled(long scan) => inner.Settled(scan);

        public bool Save(ScanRecord scan, IReadOnlyList<RegionScan> results, DiagnosticBag bag) =>
            Killed(() =>
            {
                Written += results.Count(r => r.Coverage == Coverage.Read);
                return inner.Save(scan, results, bag);
            });

        public bool Finish(long scan, DateTimeOffset at, DiagnosticBag bag) =>
            Killed(() => inner.Finish(scan, at, bag));

        public ImmutableArray<RegionScan> Ledger(long scan) => inner.Ledger(scan);

        private T Killed<T>(Func<T> write)
        {
            if (steps++ == kill)
                throw new KilledException();
            var done = write();
            if (steps++ == kill)
                throw new KilledException();
            return done;
        }
    }
}
