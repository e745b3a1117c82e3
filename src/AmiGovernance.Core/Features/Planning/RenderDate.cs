namespace AmiGovernance.Core.Features.Planning;

/// <summary>An exception that ends: the service control policy knows the end, the declarative policy must be replaced.</summary>
/// <param name="On">The first day (UTC) without it.</param>
/// <param name="Account">Whose images are allowed until then.</param>
/// <param name="Ticket">Of the exception; empty for none.</param>
public sealed record RenderDate(DateOnly On, string Account, string Ticket);
