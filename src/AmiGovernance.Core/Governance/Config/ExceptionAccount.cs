using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>An account whose images may be launched for a time, though it is no publisher.</summary>
public sealed record ExceptionAccount(JsonObject Node, AccountId AccountId)
{
    /// <summary>
    /// The first day (UTC) without the exception. Null when it is missing, malformed or permanent: such an exception counts as expired.
    /// </summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The configuration says `null`, `never` or `permanent` instead of a date.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>A key of the exception-type table.</summary>
    public string? Type { get; init; }

    public string? Reason { get; init; }

    public string? Ticket { get; init; }

    public string? RequestedBy { get; init; }

    /// <summary>Approver roles (or names) as written.</summary>
    public ImmutableArray<string> ApprovedBy { get; init; } = [];

    public DateOnly? ApprovalDate { get; init; }

    /// <summary>Accounts that may launch the images besides the owner; empty means the whole organization.</summary>
    public ImmutableArray<AccountId> UsableBy { get; init; } = [];

    public bool MayCreateImages { get; init; }

    public bool IsActive(DateOnly asOf) => ExpiresOn is { } end && asOf < end;
}

/// <summary>A row of the exception-type table: the longest duration in days and the roles that must approve.</summary>
public sealed record ExceptionType(string Name, int MaxDays, ImmutableArray<string> ApproverRoles)
{
    /// <summary>The runbook's table.</summary>
    public static readonly ImmutableSortedDictionary<string, ExceptionType> Defaults = new ExceptionType[]
    {
        new("migration", 90, ["security-lead", "cloud-architect"]),
        new("vendor_poc", 60, ["engineering-manager", "cto"]),
        new("emergency", 30, ["security-lead", "vp-engineering"]),
    }.ToImmutableSortedDictionary(t => t.Name, t => t, StringComparer.Ordinal);
}
