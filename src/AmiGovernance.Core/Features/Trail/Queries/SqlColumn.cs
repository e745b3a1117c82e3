namespace AmiGovernance.Core.Features.Trail.Queries;

/// <param name="Text">An expression, on the columns of the step before.</param>
internal sealed record SqlColumn(string Name, string Text);
