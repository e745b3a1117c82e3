using System.Collections.Immutable;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Proof;
using AmiGovernance.Core.Rules;

namespace AmiGovernance.Core.Operations;

/// <summary>Proves the guarantees for the policies in a folder, as the configuration means them.</summary>
public static class ProvePolicies
{
    /// <summary>Null with a report when configuration or policies cannot be read.</summary>
    public static ImmutableArray<GuaranteeResult>? Run(string configPath, string folder, DateOnly asOf, IFileStore files, DiagnosticBag bag)
    {
        var config = RepositoryFiles.ReadConfig(files, configPath, bag);
        if (config is null || bag.HasErrors) return null;
        var dist = RepositoryFiles.ReadDist(files, folder, bag);
        if (bag.HasErrors) return null;
        if (dist.Declarative is not null && !dist.ServiceControlPolicies.IsEmpty) return Prove(config, dist, dist.Declarative, asOf);
        bag.Report(JsonDiagnostics.FileUnreadable, SourceLocation.OfFile(Text.SourceText.Missing(folder)), $"`{folder}` does not hold both policies", "run `amigov generate`, or name the folder with `--policies`");
        return null;
    }

    internal static ImmutableArray<GuaranteeResult> Prove(GovernanceConfig config, Dist dist, DeclarativePolicy declarative, DateOnly asOf) =>
        Prover.Run(new ProofInput(config, declarative, [.. dist.Statements], new DateTimeOffset(asOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
        {
            UnlockedNode = JsonParser.Parse(dist.Files[DistFiles.Declarative], new DiagnosticBag()) is { } tree ? DeclarativeLocks.FirstUnlocked(tree.Root) : null,
        });
}
