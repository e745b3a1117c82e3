using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Proves the guarantees for the policies in a folder, as the configuration means them.</summary>
public static class ProvePolicies
{
    /// <summary>Null with a report when configuration or policies cannot be read.</summary>
    public static ImmutableArray<GuaranteeResult>? Run(
        string configPath,
        string folder,
        DateOnly asOf,
        IFileReader files,
        DiagnosticBag bag
    ) =>
        Read(configPath, folder, files, bag) is var (config, dist, declarative)
            ? [.. Prove(config, dist, declarative, asOf).Select(r => Shown(r, folder))]
            : null;

    /// <summary>The same with a certificate, for a checker that knows nothing of this prover.</summary>
    public static CertifiedProof? Certify(
        string configPath,
        string folder,
        DateOnly asOf,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        if (Read(configPath, folder, files, bag) is not var (config, dist, declarative))
            return null;
        var (results, classes) = Prover.Certify(Input(config, dist, declarative, asOf));
        ImmutableArray<GuaranteeResult> shown = [.. results.Select(r => Shown(r, folder))];
        if (Certificates.Problem(results, classes) is not { } problem)
            return new CertifiedProof(shown, new CertificateFile(config, dist).Write(asOf, results, classes));
        bag.Add(
            Diagnostic.About(
                folder,
                ProofDiagnostics.NoCertificate,
                $"there is no certificate: {problem}",
                "`amigov prove` lists all guarantees; `amigov docs certificate` says what a certificate can tell"
            )
        );
        return new CertifiedProof(shown, null);
    }

    /// <summary>The same for each account of an organization, as it is once the policies are attached to their targets.</summary>
    public static OrganizationProofResult? Run(
        string configPath,
        string folder,
        string organizationPath,
        DateOnly asOf,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        if (Read(configPath, folder, files, bag) is not var (config, dist, declarative))
            return null;
        if (OrganizationFile.Read(files, organizationPath, bag) is not { } organization)
            return null;
        ReportFollowed.Locks(config, bag);
        var result = Prove(config, dist, declarative, organization, asOf);
        return result with { Guarantees = [.. result.Guarantees.Select(r => Shown(r, folder))] };
    }

    /// <summary>`amigov explain` takes the policies of another folder, unless it is told.</summary>
    private static GuaranteeResult Shown(GuaranteeResult result, string folder) =>
        result.Counterexample.IsEmpty || folder == Dist.DefaultFolder
            ? result
            : result with
            {
                Counterexample = result.Counterexample + ShellText.Of($" --policies {folder}"),
            };

    internal static OrganizationProofResult Prove(
        GovernanceConfig config,
        Dist dist,
        DeclarativePolicy declarative,
        Organization organization,
        DateOnly asOf
    )
    {
        var desired = DesiredState.Of(config, dist).KnownPart(organization);
        var after = desired.ApplyTo(organization) with { Locks = config.Facts.Locks.Value };
        // Where there can be no declarative policy, the launch denies alone tell what is enforced, and they follow the same mode.
        var isKnown = organization.Knows(OrganizationPolicyType.DeclarativePolicyEc2);
        var intended = isKnown ? declarative : new DeclarativePolicy { State = declarative.State };
        var ours = after.Policies.Where(desired.IsOurs).Select(p => p.Id).ToImmutableHashSet(StringComparer.Ordinal);
        var result = OrganizationProof.Run(
            new OrganizationProofInput(
                config,
                after,
                ours,
                [.. dist.Statements],
                intended,
                isKnown ? Unlocked(dist) : null,
                Start(asOf)
            )
        );
        var missing = desired.Policies.Select(p => p.Type).Distinct().Except(organization.EnabledTypes);
        return result with
        {
            Assumptions =
            [
                .. result.Assumptions,
                .. missing.Select(type => $"the policy type `{type.Name()}` is enabled, which it is not yet"),
            ],
        };
    }

    private static (GovernanceConfig Config, Dist Dist, DeclarativePolicy Declarative)? Read(
        string configPath,
        string folder,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        var config = RepositoryFiles.ReadConfig(files, configPath, bag);
        if (config is null || bag.HasErrors)
            return null;
        return RepositoryFiles.ReadBoth(files, folder, bag) is { Declarative: { } declarative } dist
            ? (config, dist, declarative)
            : null;
    }

    internal static ImmutableArray<GuaranteeResult> Prove(
        GovernanceConfig config,
        Dist dist,
        DeclarativePolicy declarative,
        DateOnly asOf
    ) => Prover.Run(Input(config, dist, declarative, asOf));

    private static ProofInput Input(GovernanceConfig config, Dist dist, DeclarativePolicy declarative, DateOnly asOf) =>
        new(config, declarative, [.. dist.Statements], Start(asOf)) { UnlockedNode = Unlocked(dist) };

    private static string? Unlocked(Dist dist) =>
        dist.DeclarativeTree is { } tree ? DeclarativeLocks.FirstUnlocked(tree.Root) : null;

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
