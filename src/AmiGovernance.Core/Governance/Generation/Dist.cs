using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>The generated files as they lie in `dist/`, read as documents. Missing files are absent from <see cref="Files"/>.</summary>
public sealed record Dist(string Folder, ImmutableSortedDictionary<string, SourceText> Files)
{
    /// <summary>Where generate writes, and all others read, unless they are told otherwise.</summary>
    public const string DefaultFolder = "dist";

    public DeclarativePolicy? Declarative { get; init; }

    public JsonDocumentTree? DeclarativeTree { get; init; }

    public ImmutableArray<(JsonDocumentTree Tree, PolicyDocument Policy)> ServiceControlPolicies { get; init; } = [];

    public IEnumerable<Statement> Statements => ServiceControlPolicies.SelectMany(p => p.Policy.Statements);

    /// <summary>Whether the SCP denies launches; in audit mode it does not.</summary>
    public bool DeniesLaunches => Statements.Any(s => s.Sid == ScpGenerator.LaunchSid);

    /// <summary>The mode that the files were generated in, as far as they still tell; null when they do not.</summary>
    public AllowedImagesState? Mode
    {
        get
        {
            if (Declarative?.State is AllowedImagesState.AuditMode or AllowedImagesState.Enabled)
                return Declarative.State;
            if (ServiceControlPolicies.IsEmpty)
                return null;
            return DeniesLaunches ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode;
        }
    }

    public SourceLocation At(string file) =>
        SourceLocation.OfFile(Files.GetValueOrDefault(file) ?? SourceText.Missing($"{Folder}/{file}"));

    /// <summary>The providers that the declarative policy allows without further criteria or with them.</summary>
    public ImmutableSortedSet<string> DeclarativeProviders =>
        (Declarative?.Criteria ?? []).SelectMany(c => c.Providers).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The owners that the SCP lets through, in the spelling of declarative policies.</summary>
    public ImmutableSortedSet<string> ScpOwners =>
        Statements
            .Where(s => s.Sid == ScpGenerator.LaunchSid)
            .SelectMany(s => s.Conditions)
            .Where(c => c.Operator == "StringNotEquals" && c.Key is "ec2:Owner" or "aws:ResourceAccount")
            .SelectMany(c => c.Values)
            .Select(v => OwnerAliases.FromIamName(v)?.DeclarativeName() ?? v)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>Reads the documents and reports what AWS would not accept.</summary>
    public static Dist Read(string folder, ImmutableSortedDictionary<string, SourceText> files, DiagnosticBag bag)
    {
        var policies = ImmutableArray.CreateBuilder<(JsonDocumentTree, PolicyDocument)>();
        // In the order of the parts: the first has no number.
        foreach (
            var (_, source) in files
                .Where(f => f.Key.StartsWith("scp-", StringComparison.Ordinal))
                .OrderBy(f => f.Key.Length)
                .ThenBy(f => f.Key, StringComparer.Ordinal)
        )
            if (
                JsonParser.Parse(source, bag) is { } tree
                && PolicyParser.Parse(tree, PolicyType.ServiceControlPolicy, bag) is { } policy
            )
                policies.Add((tree, policy));
        var declarative = files.GetValueOrDefault(DistFiles.Declarative) is { } text
            ? JsonParser.Parse(text, bag)
            : null;
        return new Dist(folder, files)
        {
            Declarative = declarative is null ? null : DeclarativePolicyParser.Parse(declarative, bag),
            DeclarativeTree = declarative,
            ServiceControlPolicies = policies.ToImmutable(),
        };
    }
}
