using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>Whose images are allowed on a day.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="Allowlist">An owner each.</param>
public sealed record AllowlistDocument(DateOnly AsOf, ImmutableArray<AllowedOwnerPart> Allowlist) : ReportDocument;

/// <param name="Owner">As the declarative policy spells it.</param>
/// <param name="Kind">Why it is on the list.</param>
/// <param name="Name">Of the publisher or service, or the ticket of the exception.</param>
/// <param name="Until">The day (UTC) on which an exception ends.</param>
public sealed record AllowedOwnerPart(
    string Owner,
    [OneOf("ops_publisher", "vendor_publisher", "alias", "managed_service", "exception")] string Kind,
    string? Name,
    DateOnly? Until
);
