using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Verification;

public sealed class RealLaunchTests
{
    private static readonly VerificationPlace Place = new(AccountId.Parse("333344445555"), "us-east-1");

    [Fact]
    public async Task An_instance_is_ended_though_the_run_is_cancelled_while_it_starts()
    {
        using var stop = new CancellationTokenSource();
        var calls = new Launching(stop.Cancel);
        await new LaunchTests(calls, new Amigov.FixedTime(DateTimeOffset.UnixEpoch), new DiagnosticBag()).Run(
            Test(),
            stop.Token
        );
        Assert.Equal(["i-1"], calls.Ended);
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            new LaunchTests(calls, new Amigov.FixedTime(DateTimeOffset.UnixEpoch), new DiagnosticBag()).Run(
                Test(),
                stop.Token
            )
        );
        Assert.Equal(1, calls.Launched);
    }

    private static PlaceUnderTest Test()
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
            new VerifiedAccount(Place.Account.Value, "", "workload", AllowedImagesState.AuditMode, ""),
            expected,
            null,
            "arn:aws:iam::333344445555:role/r"
        )
        {
            Settings = new ImageSettings("", "", [], "", ""),
            Instances = [],
            Approved = new ChosenImage(
                new SeenImage(new ImageFacts("123456738923", null) { ImageId = "ami-0123456789abcdef0" }, null),
                "",
                true
            ),
        };
    }

    private sealed class Launching(Action started) : IVerificationCalls
    {
        public List<string> Ended { get; } = [];

        public int Launched { get; private set; }

        public Task<(CallAnswer Answer, string? InstanceId)> Launch(
            VerificationPlace place,
            string imageId,
            string token,
            CancellationToken cancel
        )
        {
            Launched++;
            started();
            cancel.ThrowIfCancellationRequested();
            return Task.FromResult<(CallAnswer, string?)>((new CallAnswer("ec2:RunInstances", "", "", "id"), "i-1"));
        }

        public Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            Ended.Add(instanceId);
            return Task.CompletedTask;
        }

        public Task<CallAnswer> DryRun(VerificationPlace place, TestedCall call, CancellationToken cancel) =>
            throw new InvalidOperationException();

        public Task<SeenImage?> FindImage(
            VerificationPlace place,
            ImageSearch search,
            Func<SeenImage, bool> accepts,
            CancellationToken cancel
        ) => throw new InvalidOperationException();

        public Task<ImmutableArray<SeenInstance>> FindInstances(VerificationPlace place, CancellationToken cancel) =>
            throw new InvalidOperationException();

        public Task<ImageSettings> GetSettings(VerificationPlace place, CancellationToken cancel) =>
            throw new InvalidOperationException();
    }
}
