using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A set of policies to be compared.</summary>
public sealed record ComparedPolicies(DeclarativePolicy? Declarative, ImmutableArray<Statement> Statements);

public sealed record MeaningDifference(ImmutableArray<string> Declarative, ScpDifference Scp)
{
    public bool IsEmpty => Declarative.IsEmpty && Scp.Changes.IsEmpty && Scp.NotCompared.IsEmpty;
}

/// <summary>Says what changed in meaning between two sets of policies.</summary>
public static class ComparePolicies
{
    public static MeaningDifference Between(ComparedPolicies before, ComparedPolicies after) =>
        new(
            DeclarativeDifference.Between(before.Declarative, after.Declarative),
            PolicyDifference.Between(before.Statements, after.Statements)
        );

    /// <summary>A folder as `dist/`, or one policy file. Null with a report when it cannot be read.</summary>
    public static ComparedPolicies? Read(string path, IFileReader files, DiagnosticBag bag)
    {
        var isFile = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return Reading.Of(own => isFile ? ReadFile(path, files, own) : ReadFolder(path, files, own)).RequireSound(bag);
    }

    private static ComparedPolicies ReadFolder(string folder, IFileReader files, DiagnosticBag bag)
    {
        var dist = RepositoryFiles.ReadDecidingDist(files, folder, bag);
        if (dist.Files.IsEmpty)
            bag.Report(
                JsonDiagnostics.FileUnreadable,
                SourceLocation.OfFile(SourceText.Missing(folder)),
                $"there are no policies in `{folder}`",
                "name a folder that `amigov generate` wrote, or one policy file ending in .json"
            );
        return new ComparedPolicies(dist.Declarative, [.. dist.Statements]);
    }

    private static ComparedPolicies? ReadFile(string path, IFileReader files, DiagnosticBag bag)
    {
        if (files.Read(path, bag) is not { } source || JsonParser.Parse(source, bag) is not { } tree)
            return null;
        if (OrganizationPolicyKinds.Guess(tree.Root as JsonObject) == OrganizationPolicyType.DeclarativePolicyEc2)
            return new ComparedPolicies(DeclarativePolicyParser.Parse(tree, bag), []);
        return PolicyParser.Parse(tree, PolicyType.ServiceControlPolicy, bag) is { } policy
            ? new ComparedPolicies(null, policy.Statements)
            : null;
    }
}
