using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A policy ready to decide, with the file or the policy of the organization that it stands in.</summary>
internal sealed record CompiledFile(JsonDocumentTree Tree, CompiledPolicy Policy)
{
    /// <summary>Null for a file.</summary>
    public string? Id { get; private init; }

    /// <summary>It takes part in the calls of some services only.</summary>
    public bool IsResourceControl { get; private init; }

    /// <summary>What it says is not known, so that it decides nothing.</summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>Null with a report when it cannot be read.</summary>
    public static CompiledFile? Read(string path, PolicyType type, IFileReader files, DiagnosticBag bag) =>
        files.Read(path, bag) is { } source
        && JsonParser.Parse(source, bag) is { } tree
        && PolicyParser.Parse(tree, type, bag) is { } policy
            ? new CompiledFile(tree, new CompiledPolicy(policy, path))
            {
                IsResourceControl = type == PolicyType.ResourceControlPolicy,
            }
            : null;

    /// <summary>A policy as Organizations holds it, or as a file says that it does.</summary>
    public static CompiledFile Of(OrganizationPolicy policy)
    {
        var type = policy.Type.Kind().Language ?? PolicyType.ServiceControlPolicy;
        var source = SourceText.FromString($"{policy.Name} ({policy.Id})", policy.Content);
        var tree = JsonParser.Read(source).Value ?? new JsonDocumentTree(source, new JsonNull(default));
        var document = PolicyParser.Read(tree, type).Value;
        return new CompiledFile(tree, new CompiledPolicy(document ?? new PolicyDocument([]), policy.Name))
        {
            IsUnreadable = document is null,
            Id = policy.Id,
            IsResourceControl = type == PolicyType.ResourceControlPolicy,
        };
    }
}
