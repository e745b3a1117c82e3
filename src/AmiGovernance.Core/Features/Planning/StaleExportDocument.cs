using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Which files of an export are not as they would be written.</summary>
/// <param name="Carrier">That they are for.</param>
/// <param name="Stale">Paths below the folder of the export.</param>
public sealed record StaleExportDocument(string Carrier, ImmutableArray<string> Stale) : ReportDocument;
