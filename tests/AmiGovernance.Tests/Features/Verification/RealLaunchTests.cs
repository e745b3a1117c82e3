using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

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
        await new LaunchCheck(calls, new Amigov.FixedTime(DateTimeOffset.UnixEpoch), new DiagnosticBag()).Run(
            Test(),
            stop.Token
        );
        Assert.Equal(["i-1"], calls.Ended);
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            new LaunchCheck(calls, new Amigov.FixedTime(DateTimeOffset.UnixEpoch), new DiagnosticBag()).Run(
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
            new VerifiedAccount(Place.Account, "", "workload", AllowedImagesState.AuditMode, ""),
            expected,
            null,
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

    private sealed class Launching(Action started) : ITestLauncher
    {
        public List<string> Ended { get; } = [];

        public int Launched { get; private set; }

        public Task<LaunchAnswer> Launch(VerificationPlace place, ImageId image, string token, CancellationToken cancel)
        {
            Launched++;
            started();
            cancel.ThrowIfCancellationRequested();
            return Task.FromResult(new LaunchAnswer(CallAnswer.CarriedOut("ec2:RunInstances", "id"), "i-1"));
        }

        public Task Terminate(VerificationPlace place, string instanceId, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            Ended.Add(instanceId);
            return Task.CompletedTask;
        }
    }
}
