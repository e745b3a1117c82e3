using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// The entries of the configuration that allow something, and whether others could look at them: an entry counts as reviewed when the
/// commit that is checked out holds it with the same content. What stands in the working folder alone was seen by nobody else, and
/// without a repository nothing was. Whether the right people agreed is not judged here: that is the matter of the branch that is
/// deployed from, and of approvals.
/// </summary>
internal sealed class ReviewedEntries
{
    private sealed record Entry(string Name, string Reason, ImmutableArray<string> Allows, JsonNode Node)
    {
        /// <summary>Equal for entries of the same kind and content.</summary>
        public string Content => $"{Name} {JsonNodeWriter.Minified(Node)}";
    }

    private readonly ImmutableArray<Entry> wanted;
    private readonly HashSet<string> reviewed;

    private ReviewedEntries(ImmutableArray<Entry> wanted, IEnumerable<Entry> committed)
    {
        this.wanted = wanted;
        reviewed = committed.Select(e => e.Content).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>For whoever does not look at the configuration.</summary>
    public static ReviewedEntries None { get; } = new([], []);

    /// <param name="config">What is deployed.</param>
    /// <param name="commits">Null where there is no repository to ask.</param>
    public static ReviewedEntries Of(GovernanceConfig config, ICommitReader? commits)
    {
        var committed = commits is null ? null : Committed(config.Tree.Source.Path, commits);
        return new ReviewedEntries(All(config), committed is null ? [] : All(committed));
    }

    /// <summary>Null when there is no commit, or none with a sound configuration.</summary>
    private static GovernanceConfig? Committed(string path, ICommitReader commits)
    {
        try
        {
            var source = commits.Resolve("HEAD") is { } head ? commits.Read(head, path) : null;
            return source is null ? null : Reading.Of(bag => ConfigReader.Read(source, bag)).IfSound;
        }
        catch (GitException)
        {
            return null;
        }
    }

    /// <param name="owner">An account id, or an alias in either spelling.</param>
    public ImmutableArray<ListEntry> OfOwner(string owner) => Of([Spelling(owner)]);

    /// <summary>Empty when one of them has no entry.</summary>
    public ImmutableArray<ListEntry> OfCallers(ChangedCallers callers)
    {
        var names = callers.Accounts.Concat(callers.Patterns).ToList();
        return names.TrueForAll(name => wanted.Any(e => e.Allows.Contains(name))) ? Of(names) : [];
    }

    private ImmutableArray<ListEntry> Of(IReadOnlyCollection<string> names) =>
        [
            .. wanted
                .Where(e => e.Allows.Any(names.Contains))
                .Select(e => new ListEntry(e.Name, e.Reason, reviewed.Contains(e.Content))),
        ];

    private static string Spelling(string owner) =>
        OwnerAliases.FromIamName(owner) is { } alias ? alias.DeclarativeName() : owner;

    private static ImmutableArray<Entry> All(GovernanceConfig config) =>
        [
            .. config.Publishers.Select(p => new Entry(Name(p), "", [p.AccountId.Value], p.Node)),
            .. config.Aliases.Select(a => new Entry("alias", "", [a.Alias.DeclarativeName()], a.Node)),
            .. (config.ManagedServices ?? []).Select(s => new Entry(
                $"managed service {Sanitize.Text(s.Name)}",
                "",
                [.. s.AccountIds.Select(a => a.Value)],
                s.Node
            )),
            .. config.Exceptions.Select(e => new Entry(Name(e), Text(e.Reason), [e.AccountId.Value], e.Node)),
            .. config.BreakGlassPrincipals.Select(p => new Entry("break-glass principal", "", [p.Arn], p.Node)),
            .. (config.ImageCreationRoles ?? []).Select(p => new Entry("image creation role", "", [p.Arn], p.Node)),
            .. (config.RestoreRoles ?? []).Select(p => new Entry("restore role", "", [p.Arn], p.Node)),
        ];

    private static string Name(Publisher publisher)
    {
        var kind = publisher.Kind == PublisherKind.Vendor ? "vendor" : "publisher";
        return publisher.Name is { } name ? $"{kind} {Sanitize.Text(name)}" : kind;
    }

    private static string Name(ExceptionAccount exception)
    {
        var name = exception.Ticket is { } ticket ? $"exception {Sanitize.Text(ticket)}" : "exception";
        return exception.ExpiresOn is { } end ? $"{name} until {end.Text()}" : name;
    }

    private static string Text(string? text) => text is null ? "" : Sanitize.Text(text);
}
