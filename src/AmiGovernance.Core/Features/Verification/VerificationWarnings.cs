using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What to know before a result is taken for the whole truth.</summary>
internal sealed class VerificationWarnings(GovernanceConfig config, DiagnosticBag bag)
{
    private static readonly SourceLocation At = SourceLocation.OfFile(SourceText.Missing("AWS"));

    /// <summary>Accounts that no target of the configuration reaches.</summary>
    /// <param name="deployed">Null when the organization was not read.</param>
    public void NotGoverned(ImmutableArray<VerifiedAccount> accounts, DeployedPolicies? deployed)
    {
        foreach (var account in accounts.Where(a => deployed?.IsTarget(a.Id) == false))
            bag.Report(
                VerificationDiagnostics.NotGoverned,
                At,
                $"none of the configuration's targets is above account {account.Id}",
                "policies reach an account only through the root, an organizational unit or itself; see `targets`"
            );
    }

    public void ModeUnlikeConfig(ImmutableArray<VerifiedAccount> accounts)
    {
        if (config.Policy.EnforcementMode is not { } configured)
            return;
        var others = accounts.Where(a => a.Mode != configured).ToList();
        if (others.Count == 0)
            return;

        var expected = $"`{others[0].Mode.Name()}`, {others[0].ModeSource}";
        bag.Report(
            VerificationDiagnostics.ModeUnlikeConfig,
            At,
            $"the configuration says `{configured.Name()}`; expected is {expected}, in {Plural.Of(others.Count, "account")}",
            "`--mode` says what to expect"
        );
    }

    /// <summary>A deployment that has just ended. A record that is corrupt is no evidence of one.</summary>
    public void TooSoon(IFileStore files, DateTimeOffset now)
    {
        var record = Reading.Of(own => DeploymentRecord.Read(files, own)).IfSound;
        var last = record?.Entries.LastOrDefault(e => e.Event is DeploymentEvent.Done or DeploymentEvent.Finished);
        var sinceLast = now - last?.At;
        if (sinceLast < TimeSpan.Zero)
            return;
        if (sinceLast < AwsFacts.PolicyDelay.Value)
            TooSoon(AwsFacts.PolicyDelay, "AWS advises to wait so long before a change is tested");
        else if (config.Policy.BlockPublicAmiSharing && sinceLast < AwsFacts.BlockPublicAccessDelay.Value)
            TooSoon(AwsFacts.BlockPublicAccessDelay, "block public access for AMIs can take so long");
    }

    private void TooSoon(AwsFact<TimeSpan> delay, string why) =>
        bag.Report(
            VerificationDiagnostics.TooSoon,
            At,
            $"the last deployment ended less than {delay.Minutes()} ago",
            $"{why}; run it again if something is not as expected"
        );
}
