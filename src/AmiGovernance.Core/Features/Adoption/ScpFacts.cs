using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What a statement is for, as our own statements are.</summary>
internal enum Purpose
{
    Launch,

    /// <summary>Launches by principals that may also launch images of their own account.</summary>
    Restore,
    Copy,
    Creation,
    Sharing,
    Export,
    Services,
}

/// <summary>A statement that says what a purpose needs.</summary>
internal sealed record Told(FoundPolicy Policy, StatementParts Parts);

/// <summary>A deny that begins on a day (UTC).</summary>
internal sealed record DatedDeny(DateOnly From, Told Told);

/// <summary>What service control policies say of images.</summary>
internal sealed class ScpFacts
{
    public SortedDictionary<Purpose, Told> Told { get; } = [];

    /// <summary>Keeps what the declarative policy sets; ours always says it.</summary>
    public List<Told> Guardrails { get; } = [];

    /// <summary>The policies of which something is used.</summary>
    public IEnumerable<FoundPolicy> Used =>
        Told.Values.Concat(Guardrails).Select(t => t.Policy).DistinctBy(p => p.Policy.Id);

    public List<ImageService> Services { get; } = [];

    /// <summary>The policies that deny launches by owner, all in the same words.</summary>
    public List<FoundPolicy> BlockingLaunches { get; } = [];

    /// <summary>By owner, since when its images are denied.</summary>
    public SortedDictionary<string, DatedDeny> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>By account, since when it may not create images.</summary>
    public SortedDictionary<string, DatedDeny> CreationEnds { get; } = new(StringComparer.Ordinal);

    /// <summary>By owner, the accounts that may launch its images.</summary>
    public SortedDictionary<string, ImmutableArray<string>> UsableBy { get; } = new(StringComparer.Ordinal);

    /// <summary>The statements about images, each with its policy.</summary>
    public List<Told> All { get; } = [];

    /// <summary>The same of all policies.</summary>
    public List<Statement> Statements => All.ConvertAll(t => t.Parts.Statement);

    public IEnumerable<Statement> StatementsOf(IEnumerable<string> policies)
    {
        var wanted = policies.ToHashSet(StringComparer.Ordinal);
        return All.Where(t => wanted.Contains(t.Policy.Policy.Id)).Select(t => t.Parts.Statement);
    }

    /// <summary>By policy id, whether all of its statements are about images.</summary>
    public Dictionary<string, bool> IsOfImagesAlone { get; } = new(StringComparer.Ordinal);

    public List<NotCarried> NotCarried { get; } = [];

    /// <summary>Each in a sentence.</summary>
    public List<string> Contradictions { get; } = [];

    /// <summary>Null when nothing denies launches by owner.</summary>
    public Told? Launch => Told.GetValueOrDefault(Purpose.Launch);

    public bool Denies(Purpose purpose) => Told.ContainsKey(purpose);

    /// <summary>The accounts that a purpose spares; null where nothing says.</summary>
    public ImmutableArray<string>? Accounts(Purpose purpose) => Told.GetValueOrDefault(purpose)?.Parts.Accounts;
}
