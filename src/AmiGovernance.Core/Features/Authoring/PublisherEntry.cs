using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>An owner that is to come on the allow list.</summary>
/// <param name="Kind">Of an account; an alias has none.</param>
/// <param name="Reason">Why it is approved.</param>
public sealed record PublisherEntry(OwnerId Owner, PublisherKind Kind, string Reason)
{
    /// <summary>Of an account.</summary>
    public string? Name { get; init; }

    public string? Purpose { get; init; }

    public string? Contact { get; init; }

    /// <summary>What the images are judged by in messages: `111122223333` or `amazon`.</summary>
    public string Label => Owner.DeclarativeName;

    /// <summary>The list of the configuration in which it stands.</summary>
    internal string List
    {
        get
        {
            if (Owner.Alias is not null)
                return "publisher_aliases";
            return Kind == PublisherKind.Ops ? "ops_publisher_account" : "vendor_publisher_accounts";
        }
    }

    internal ImmutableArray<NewMember> Members => Owner.Alias is null ? Account() : Alias();

    private ImmutableArray<NewMember> Alias() =>
        [NewMember.Of("alias", Owner.DeclarativeName), NewMember.Of("reason", Reason)];

    private ImmutableArray<NewMember> Account()
    {
        var name = Kind == PublisherKind.Ops ? "account_name" : "vendor_name";
        (string Key, string? Value)[] members =
        [
            ("account_id", Owner.DeclarativeName),
            (name, Name),
            ("purpose", Purpose),
            ("contact", Contact),
            ("reason", Reason),
        ];
        return [.. members.Where(m => m.Value is not null).Select(m => NewMember.Of(m.Key, m.Value ?? ""))];
    }
}
