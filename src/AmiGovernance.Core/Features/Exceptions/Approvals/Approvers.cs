using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Who must be asked about changes of a path; one line of CODEOWNERS.</summary>
public sealed record OwnedPath(string Path, ImmutableArray<string> Roles);

/// <summary>`config/approvers.json`: who holds which role.</summary>
public sealed record Approvers
{
    public const string Path = "config/approvers.json";

    public required JsonDocumentTree Tree { get; init; }

    public bool RequireSignedCommits { get; init; }

    public ImmutableArray<Person> People { get; init; } = [];

    /// <summary>By name as written, in the order of the file.</summary>
    public ImmutableArray<(string Role, ImmutableArray<Person> Members)> Roles { get; init; } = [];

    public ImmutableArray<OwnedPath> CodeOwners { get; init; } = [];

    public Person? Find(GitIdentity identity) => People.FirstOrDefault(p => p.Is(identity));

    public ImmutableArray<Person> Members(string role) =>
        Roles.FirstOrDefault(r => RoleName.AreSame(r.Role, role)) is { Members: { IsDefault: false } members }
            ? members
            : [];

    /// <summary>Those who hold any role.</summary>
    public IEnumerable<Person> InRoles => Roles.SelectMany(r => r.Members).Distinct();

    public bool Holds(Person person, string role) => Members(role).Contains(person);
}
