using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Features.Calibration;

/// <summary>What decisions take AWS to do, once something was measured.</summary>
public sealed class KnownFactsTests
{
    private static MeasuredFact Fact(string experiment, string value) =>
        new(experiment, value, new DateOnly(2026, 11, 30), Partition.Aws, "us-east-1", "77aa0d2c4f5e", "lab");

    private static KnownFacts After(params (string Experiment, string Value)[] measured) =>
        new MeasuredFacts([.. measured.Select(m => Fact(m.Experiment, m.Value))]).Known;

    [Fact]
    public void Without_a_measurement_everything_is_as_assumed() => Assert.Equal(KnownFacts.Assumed, After());

    [Theory]
    [InlineData("10240", 10_240)]
    [InlineData("less", 5_120)]
    public void Policies_are_as_large_as_was_measured(string answer, int characters)
    {
        var known = After(("scp-characters", answer)).ScpCharacters;
        Assert.Equal(characters, known.Value);
        const string Source = "cassette 77aa0d2c4f5e, us-east-1, 2026-11-30, signed by lab";
        Assert.Equal($" (measured: scp-characters is `{answer}`, {Source})", known.Remark);
    }

    [Theory]
    [InlineData("closed", LockReach.NewKeysToo)]
    [InlineData("open", LockReach.KnownKeys)]
    [InlineData("sealed", LockReach.Everything)]
    public void A_lock_reaches_what_was_measured(string answer, LockReach reach) =>
        Assert.Equal(reach, After(("locked-node", answer)).Locks.Value);

    [Theory]
    [InlineData("permissions-only", false)]
    [InlineData("policies-too", true)]
    public void A_dry_run_shows_what_was_measured(string answer, bool both) =>
        Assert.Equal(both, After(("dry-run", answer)).DryRunShowsBoth.Value);

    /// <summary>A code of shared images alone says nothing of public ones, which may have any.</summary>
    [Theory]
    [InlineData("UnsupportedOperation", null, "UnsupportedOperation")]
    [InlineData("UnsupportedOperation", "UnsupportedOperation", "UnsupportedOperation")]
    [InlineData("UnsupportedOperation", "InvalidAMIID.NotFound", "UnsupportedOperation InvalidAMIID.NotFound")]
    [InlineData(null, "UnsupportedOperation", null)]
    public void A_blocked_launch_is_known_by_the_measured_codes(string? ofPublic, string? ofShared, string? codes)
    {
        var measured = new[] { ("launch-denied", ofPublic), ("shared-denied", ofShared) }
            .Where(m => m.Item2 is not null)
            .Select(m => (m.Item1, m.Item2!));
        var known = After([.. measured]).BlockedLaunch;
        Assert.Equal(codes?.Split(' ') ?? [.. BlockedLaunch.Assumed.Codes], known.Codes);
    }

    /// <summary>With one account it would ask for an image that is not there, and learn something that is not so.</summary>
    [Fact]
    public void Every_experiment_for_two_accounts_says_so() =>
        Assert.All(
            ExperimentFiles.All,
            experiment =>
            {
                var steps = experiment.Calls;
                var isOfSecond = steps.Any(s =>
                    s.By == CallStep.BySecond
                    || s.With.Values.Any(v => v.Contains("{shared}", StringComparison.Ordinal))
                );
                Assert.Equal(isOfSecond, experiment.NeedsSecond);
            }
        );
}
