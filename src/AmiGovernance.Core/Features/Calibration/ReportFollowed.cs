using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>Says so where a decision is another one because of what was measured (AMI1146).</summary>
internal static class ReportFollowed
{
    private const string Help = "`amigov facts` shows what it rests on; `amigov calibrate` measures it again";

    /// <summary>Where service control policies are packed smaller.</summary>
    public static void Sizes(GovernanceConfig config, DiagnosticBag bag)
    {
        var (characters, measured) = config.Facts.ScpCharacters;
        if (measured is not null && characters != KnownFacts.Assumed.ScpCharacters.Value)
            Report(
                config,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"each service control policy is held to {characters:N0} characters: measured: {measured}"
                ),
                bag
            );
    }

    /// <summary>Where policies one below the other are read otherwise, or with less reserve.</summary>
    public static void Locks(GovernanceConfig config, DiagnosticBag bag)
    {
        if (config.Facts.Locks.Measured is { } measured)
            Report(config, $"what is locked in EC2 policies is read as measured: {measured}", bag);
    }

    private static void Report(GovernanceConfig config, string message, DiagnosticBag bag) =>
        bag.Report(CalibrationDiagnostics.FollowsMeasured, SourceLocation.OfFile(config.Tree.Source), message, Help);
}
