using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>Whether a change of the configuration is only shown.</summary>
public enum EditKind
{
    Write,
    DryRun,
}

/// <summary>
/// Puts owners on the allow list and takes them off. Only the lines that must change do; a configuration that would break a rule
/// is not written.
/// </summary>
/// <param name="files">The working folder.</param>
/// <param name="day">On which the rules are checked (UTC).</param>
public sealed class EditPublishers(IFileStore files, DateOnly day)
{
    /// <summary>False with a report when nothing is changed.</summary>
    /// <param name="configPath">The configuration.</param>
    /// <param name="entry">Reported as AMI0211 where its owner is listed already.</param>
    /// <param name="kind">A dry run checks and writes nothing.</param>
    /// <param name="bag">Takes what is found in the changed configuration.</param>
    public bool Add(string configPath, PublisherEntry entry, EditKind kind, DiagnosticBag bag) =>
        Read(configPath, bag) is { } config
        && Put(config, JsonEdit.AppendObject(config.Tree, entry.List, entry.Members), kind, bag);

    /// <summary>False with a report when nothing is changed: AMI0708 where no publisher has this owner.</summary>
    /// <param name="configPath">The configuration.</param>
    /// <param name="owner">An account or an alias; of every list on which it is a publisher.</param>
    /// <param name="kind">A dry run checks and writes nothing.</param>
    /// <param name="bag">Takes what is found in the changed configuration.</param>
    public bool Remove(string configPath, OwnerId owner, EditKind kind, DiagnosticBag bag)
    {
        if (Read(configPath, bag) is not { } config)
            return false;
        if (NodeOf(config, owner) is not { } node)
        {
            ReportUnknown(config, owner, bag);
            return false;
        }
        if (node.Parent is JsonArray)
            return Put(config, JsonEdit.RemoveItem(config.Tree, node), kind, bag);

        bag.Report(
            OperationDiagnostics.NoSuchPublisher,
            config.Tree.At(node),
            $"{owner.DeclarativeName} is the only ops publisher, and the configuration needs one",
            "add the next one first: `amigov publishers add`"
        );
        return false;
    }

    private GovernanceConfig? Read(string configPath, DiagnosticBag bag)
    {
        var config = RepositoryFiles.ReadConfig(files, configPath, bag);
        return bag.HasErrors ? null : config;
    }

    /// <summary>What is wrong with the configuration already is no reason against the change; what the change breaks is.</summary>
    private bool Put(GovernanceConfig before, byte[] changed, EditKind kind, DiagnosticBag bag)
    {
        var path = before.Tree.Source.Path;
        if (ConfigReader.Read(new SourceText(path, changed), bag) is not { } after || bag.HasErrors)
            return false;
        var known = Findings(before).Select(d => (d.Code, d.Message)).ToHashSet();
        bag.AddRange(Findings(after).Where(d => !known.Contains((d.Code, d.Message))));
        if (bag.HasErrors)
            return false;
        return kind == EditKind.DryRun || files.Write("", [new GeneratedFile(path, changed)], bag);
    }

    private ImmutableArray<Diagnostic> Findings(GovernanceConfig config)
    {
        var bag = new DiagnosticBag();
        foreach (var rule in GovernanceRules.All)
            rule.Check(new RuleInput(config, day), bag);
        return bag.ToSorted();
    }

    private static JsonNode? NodeOf(GovernanceConfig config, OwnerId owner) =>
        owner.Alias is { } alias
            ? config.Aliases.FirstOrDefault(a => a.Alias == alias)?.Node
            : config.Publishers.FirstOrDefault(p => p.AccountId == owner.Account)?.Node;

    private static void ReportUnknown(GovernanceConfig config, OwnerId owner, DiagnosticBag bag)
    {
        var known = config
            .Publishers.Select(p => p.AccountId.Value)
            .Concat(config.Aliases.Select(a => a.Alias.DeclarativeName()));
        var nearest = Suggestion.For(owner.DeclarativeName, known);
        bag.Report(
            OperationDiagnostics.NoSuchPublisher,
            config.Tree.At(config.Tree.Root),
            $"{owner.DeclarativeName} is no publisher here",
            nearest is null ? "`amigov publishers list` shows who is" : $"did you mean `{nearest}`?"
        );
    }
}
