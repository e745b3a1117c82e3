using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>One file below `dist/`; the path uses `/`.</summary>
public sealed record GeneratedFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>Everything that follows from a configuration on one day in one mode.</summary>
public sealed record GeneratedPolicies(
    AllowedImagesState Mode,
    Allowlist Allowlist,
    DeclarativePolicy Declarative,
    ImmutableArray<PolicyDocument> ServiceControlPolicies,
    ImmutableArray<GeneratedFile> Files
)
{
    /// <summary>How many characters each service control policy may have.</summary>
    public int ScpCharacters { get; init; } = PolicyQuotas.ScpCharacters;
}

/// <summary>The names of the generated files, relative to the output folder.</summary>
internal static class DistFiles
{
    /// <summary>For review and the runbook's `jq` commands.</summary>
    public const string Review = "declarative-policy-ec2.json";

    /// <summary>The document that Organizations accepts.</summary>
    public const string Declarative = "organizations/declarative-policy-ec2.json";

    public const string Scp = "scp-ami-guardrail.json";

    /// <summary>The name of the n-th SCP file, from 0.</summary>
    public static string ScpPart(int index) =>
        index == 0
            ? Scp
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"scp-ami-guardrail-{index + 1}.json");
}
