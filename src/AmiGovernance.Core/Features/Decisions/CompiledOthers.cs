using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary><see cref="OtherPolicies"/>, read.</summary>
internal sealed record CompiledOthers
{
    public static readonly CompiledOthers None = new();

    public ImmutableArray<CompiledFile> Identity { get; private init; } = [];

    public ImmutableArray<CompiledFile> Boundary { get; private init; } = [];

    public ImmutableArray<CompiledFile> Session { get; private init; } = [];

    public ImmutableArray<CompiledFile> Endpoint { get; private init; } = [];

    public ImmutableArray<CompiledFile> ResourceControl { get; private init; } = [];

    /// <summary>Policies of VPC endpoints that single out principals, which nothing here compares.</summary>
    public ImmutableArray<CompiledFile> Unjudged { get; private init; } = [];

    public IEnumerable<CompiledFile> All =>
        Identity.Concat(Boundary).Concat(Session).Concat(Endpoint).Concat(ResourceControl);

    /// <summary>What is wrong with a file goes to the bag.</summary>
    public static CompiledOthers Read(OtherPolicies others, IFileReader files, DiagnosticBag bag)
    {
        ImmutableArray<CompiledFile> Of(ImmutableArray<string> paths, PolicyType type) =>
            [.. paths.Select(path => CompiledFile.Read(path, type, files, bag)).OfType<CompiledFile>()];

        var endpoint = Of(others.Endpoint, PolicyType.ResourcePolicy);
        return new CompiledOthers
        {
            Identity = Of(others.Identity, PolicyType.IdentityPolicy),
            Boundary = Of(others.Boundary, PolicyType.IdentityPolicy),
            Session = Of(others.Session, PolicyType.IdentityPolicy),
            Endpoint = [.. endpoint.Where(IsForAll)],
            Unjudged = [.. endpoint.Where(p => !IsForAll(p))],
            ResourceControl = Of(others.ResourceControl, PolicyType.ResourceControlPolicy),
        };
    }

    public static ImmutableArray<CompiledPolicy>? Policies(ImmutableArray<CompiledFile> files) =>
        files.IsEmpty ? null : [.. files.Select(f => f.Policy)];

    private static bool IsForAll(CompiledFile file) =>
        file.Policy.Document.Statements.All(s =>
            !s.PrincipalsExcluded && s.Principals.All(p => p.Type is "*" or "AWS" && p.Values is ["*"])
        );
}
