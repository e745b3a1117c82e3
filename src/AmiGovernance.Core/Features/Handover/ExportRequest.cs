using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Handover;

/// <param name="Carrier">Who brings the policies to AWS; never amigov itself.</param>
/// <param name="Folder">Of the policies.</param>
/// <param name="OutputFolder">Where the carrier's files stand.</param>
public sealed record ExportRequest(Carrier Carrier, string ConfigPath, string Folder, string OutputFolder)
{
    /// <summary>A file of `amigov org export`; null where nothing of the organization is known.</summary>
    public string? OrganizationPath { get; init; }

    /// <summary>What is enforced while the rest is in audit mode, beside what the organization has enforced already.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>The account in which a stack makes the policies; null for the management account.</summary>
    public AccountId? Account { get; init; }

    /// <summary>Write nothing.</summary>
    public bool CheckOnly { get; init; }
}
