using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>Puts the entries that a configuration lacks on a branch of their own, checked as every change is.</summary>
public sealed class ProposeEntries(ProposeChange propose)
{
    /// <summary>Null with a report when it cannot be done; nothing is written then.</summary>
    /// <returns>A change of null when the configuration lacks none.</returns>
    public ProposedEntries? Run(DiscoveryReport report, ProposalOptions options, DiagnosticBag bag)
    {
        if (propose.Open(options, bag) is not { } start)
            return null;
        var source = start.Files.Read(options.ConfigPath, bag);
        var config = source is null ? null : ConfigReader.Read(source, bag);
        if (config is null || bag.HasErrors)
            return null;

        var missing = AddedEntries.Missing(config, report.Entries);
        if (missing.IsEmpty)
            return new ProposedEntries(missing, null);
        var changed = AddedEntries.To(config, report.Entries);
        start.Files.Write("", [new GeneratedFile(options.ConfigPath, changed)], bag);
        var branch = $"discover/allow-list-{report.To.Day().Text()}";
        var change = propose.Run(start, branch, Message(missing, report), options, bag);
        return change is null ? null : new ProposedEntries(missing, change);
    }

    private static string Message(ImmutableArray<AllowListEntry> entries, DiscoveryReport report)
    {
        var count = entries.Length.ToString(CultureInfo.InvariantCulture);
        var title = entries is [var only] ? $"{only.Kind.Name()} {only.Value}" : $"{count} entries";
        return $"""
            feat: Add {title} to the AMI allow list

            {string.Join('\n', entries.Select(e => $"- {e.Kind.Name()} {e.Value}: {CommitText.Of(e.Evidence)}"))}

            Proposed by `amigov discover` from {report.From.Day().Text()} to {report.To.Day().Text()}.

            """;
    }
}

/// <param name="Change">Null when there was nothing to add.</param>
public sealed record ProposedEntries(ImmutableArray<AllowListEntry> Added, ProposedChange? Change);
