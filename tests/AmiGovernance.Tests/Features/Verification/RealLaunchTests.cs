using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Features.Verification;

public sealed class RealLaunchTests
{
    private static readonly VerificationPlace Place = new(
        AccountId.Parse("333344445555"),
        RegionName.Parse("us-east-1")
    );

    [Fact]
    public async Task An_instance_is_ended_though_the_run_is_cancelled_while_it_starts()
    {
        using var stop = new CancellationTokenSource();
        var calls = new Launching(stop.Cancel);
        await new LaunchCheck(
            calls,
            new LaunchJudgement(BlockedLaunch.Assumed),
            new Amigov.FixedTime(DateTimeOffset.UnixEpoch),
            new DiagnosticBag()
        ).Run(Test(), stop.Token);
        Assert.Equal(["i-1"], calls.Ended);
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            new LaunchCheck(
                calls,
                new LaunchJudgement(BlockedLaunch.Assumed),
                new Amigov.FixedTime(DateTimeOffset.UnixEpoch),
                new DiagnosticBag()
            ).Run(Test(), stop.Token)
        );
        Assert.Equal(1, calls.Launched);
    }

    /// <summary>The id is AWS's, and no one checks it before it is told.</summary>
    [Theory]
    [InlineData("i-1'; id `x` $(y)")]
    [InlineData("-i\n")]
    public async Task The_command_that_ends_an_instance_takes_its_id_as_one_word(string instance)
    {
        var bag = new DiagnosticBag();
        var calls = new Launching(() => { })
        {
            Instance = instance,
            Failure = new AwsException("ec2:TerminateInstances", "UnsupportedOperation", "no"),
        };
        await new LaunchCheck(
            calls,
            new LaunchJudgement(BlockedLaunch.Assumed),
            new Amigov.FixedTime(DateTimeOffset.UnixEpoch),
            bag
        ).Run(Test(), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["--instance-ids", Sanitize.Text(instance)],
            ShellWords.Shown(Assert.Single(bag.ToSorted()).Help!).TakeLast(2)
        );
    }

    private static VerificationLine Answered(CallAnswer answer, string what) =>
        new(ChecklistItem.Creation, EvidenceKind.DryRun, Place.Account, Place.Region, what)
        {
            Expected = "allowed",
            Result = LineResult.AsExpected,
            Answer = answer,
        };

    private static LineResult Recorded(string code, params CallAnswer[] answers)
    {
        var test = Test();
        foreach (var (i, answer) in answers.Index())
            test.Add(Answered(answer, $"call {i}"));
        var search = new RecordSearch(test);
        search.Take([new RecordedCall("event", "id", code)]);
        Assert.Equal(answers.Length, test.Lines.Count(l => l.EventId == "event"));
        return search.Judge(Answered(answers[0], "trail")).Result;
    }

    [Fact]
    public void Two_answers_with_one_request_id_are_settled_by_one_record()
    {
        var answer = new CallAnswer("ec2:CreateImage", "UnauthorizedOperation", "no", "id");
        Assert.Equal(LineResult.AsExpected, Recorded("Client.UnauthorizedOperation", answer, answer));
    }

    [Theory]
    [InlineData("", "", LineResult.AsExpected)]
    [InlineData("", "Client.UnauthorizedOperation", LineResult.NotAsExpected)]
    [InlineData("UnauthorizedOperation", "", LineResult.NotAsExpected)]
    [InlineData("UnauthorizedOperation", "Client.UnauthorizedOperation", LineResult.AsExpected)]
    [InlineData("Operation", "Client.UnauthorizedOperation", LineResult.NotAsExpected)]
    public void A_record_of_another_decision_contradicts(string answered, string recorded, LineResult expected) =>
        Assert.Equal(expected, Recorded(recorded, new CallAnswer("ec2:RunInstances", answered, "", "id")));

    internal static PlaceUnderTest Test(bool? isManagement = false, bool withPolicies = false)
    {
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("config", Samples.Clean), bag)!;
        var expected = Expectations.Of(
            config,
            AllowedImagesState.AuditMode,
            new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero),
            bag
        )!;
        return new PlaceUnderTest(
            Place,
            new VerifiedAccount(Place.Account, "", "workload", AllowedImagesState.AuditMode, "")
            {
                IsManagement = isManagement,
            },
            expected,
            withPolicies ? new DeployedPolicies(Attached, config) : null,
            "arn:aws:iam::333344445555:role/r"
        )
        {
            Settings = new PlaceSettings(
                new ManagedState("", ""),
                [],
                System.Collections.Immutable.ImmutableSortedDictionary<string, ManagedState>.Empty
            ),
            Instances = [],
            Approved = new ChosenImage(SeenImage.Unseen(ImageId.Parse("ami-0123456789abcdef0")), "", true),
        };
    }

    /// <summary>One service control policy that is ours, and one of somebody else.</summary>
    private static Organization Attached { get; } =
        new()
        {
            Id = "o-1",
            RootId = "r-1",
            ManagementAccount = AccountId.Parse("999999999999"),
            Policies =
            [
                new OrganizationPolicy(
                    "p-ours0001",
                    "scp-ami-guardrail",
                    OrganizationPolicyType.ServiceControlPolicy,
                    "{}"
                ),
                new OrganizationPolicy("p-other001", "other", OrganizationPolicyType.ServiceControlPolicy, "{}"),
            ],
        };

    private sealed class Launching(Action started) : ITestLauncher
    {
        public List<string> Ended { get; } = [];

        public int Launched { get; private set; }

        public string Instance { get; init; } = "i-1";

        /// <summary>Of the call that ends it; null for none.</summary>
        public AwsException? Failure { get; init; }

        public Task<LaunchAnswer> Launch(VerificationPlace place, ImageId image, string token, CancellationToken cancel)
        {
            Launched++;
            started();
            cancel.ThrowIfCancellationRequested();
            return Task.FromResult(new LaunchAnswer(CallAnswer.CarriedOut("ec2:RunInstances", "id"), Instance));
        }

        public Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            if (Failure is not null)
                throw Failure;
            Ended.Add(instanceId);
            return Task.CompletedTask;
        }
    }
}
