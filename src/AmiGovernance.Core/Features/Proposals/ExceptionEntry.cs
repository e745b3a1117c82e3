using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>The entry that an approved request becomes, and the changes of the configuration that exceptions ask for.</summary>
internal static class ExceptionEntry
{
    private const string Entries = "exception_accounts";

    private static readonly ImmutableArray<string> UsualOrder =
    [
        "account_id",
        "type",
        "expires_on",
        "reason",
        "ticket",
        "requested_by",
        "approved_by",
        "approval_date",
        "notes",
        "usable_by",
        "may_create_images",
    ];

    /// <summary>The configuration with the entry of an approved request, its keys in the order of the entries that are there.</summary>
    public static byte[] Add(GovernanceConfig config, CaseStatus status)
    {
        var members = Members(status);
        var inOrder = Order(config).Select(key => members.GetValueOrDefault(key)).OfType<NewMember>();
        return JsonEdit.AppendObject(config.Tree, Entries, [.. inOrder]);
    }

    /// <summary>The configuration with another end of one exception.</summary>
    public static byte[] SetEnd(GovernanceConfig config, ExceptionAccount entry, DateOnly end) =>
        JsonEdit.SetText(
            config.Tree,
            entry.Node["expires_on"] ?? throw new ArgumentException("the entry has no end", nameof(entry)),
            end.Text()
        );

    /// <summary>The configuration without one exception.</summary>
    public static byte[] Remove(GovernanceConfig config, ExceptionAccount entry) =>
        JsonEdit.RemoveItem(config.Tree, entry.Node);

    private static Dictionary<string, NewMember> Members(CaseStatus status)
    {
        var (request, part) = (status.Case.Request, status.Parts[0]);
        if (status.ApprovedEnd is not { } end || part.ApprovedAt is not { } approved)
            throw new ArgumentException("the request is not approved", nameof(status));

        var members = new Dictionary<string, NewMember>(StringComparer.Ordinal)
        {
            ["account_id"] = NewMember.Of("account_id", request.Account.Value),
            ["type"] = NewMember.Of("type", request.Type),
            ["expires_on"] = NewMember.Of("expires_on", end.Text()),
            ["reason"] = NewMember.Of("reason", request.BusinessJustification),
            ["ticket"] = NewMember.Of("ticket", request.Ticket),
            ["requested_by"] = NewMember.Of("requested_by", request.RequestedBy),
            ["approved_by"] = NewMember.Of("approved_by", part.Approvals.Select(a => a.Role)),
            ["approval_date"] = NewMember.Of("approval_date", approved.Day().Text()),
            ["notes"] = NewMember.Of("notes", request.MigrationPlan),
        };
        if (!request.UsableBy.IsEmpty)
            members["usable_by"] = NewMember.Of("usable_by", request.UsableBy.Select(a => a.Value));
        if (request.MayCreateImages)
            members["may_create_images"] = NewMember.Of("may_create_images", true);
        return members;
    }

    private static List<string> Order(GovernanceConfig config)
    {
        List<string> order = config.Exceptions.IsEmpty
            ? []
            : [.. config.Exceptions[^1].Node.Properties.Select(p => p.Name).Where(UsualOrder.Contains)];

        // A key that the model lacks goes behind the one that it usually follows.
        for (var i = 0; i < UsualOrder.Length; i++)
            if (!order.Contains(UsualOrder[i]))
                order.Insert(i == 0 ? 0 : order.IndexOf(UsualOrder[i - 1]) + 1, UsualOrder[i]);
        return order;
    }
}
