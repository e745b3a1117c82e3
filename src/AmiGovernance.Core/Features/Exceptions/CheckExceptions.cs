using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>The daily check.</summary>
public static class CheckExceptions
{
    /// <summary>
    /// Reports a warning for what ends soon, an error for what has ended, and entries that are not what was approved. Null when the
    /// configuration cannot be read.
    /// </summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="git">Null where there is no repository to ask.</param>
    /// <param name="bag">Takes the findings.</param>
    public static ImmutableArray<ExceptionStatus>? Run(
        string configPath,
        DateOnly asOf,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag bag
    )
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return null;
        var readable = !bag.HasErrors;
        foreach (var rule in GovernanceRules.Expiry)
            rule.Check(new RuleInput(config, asOf), bag);
        if (readable)
            CheckEntries.Run(config, files, git, "HEAD", asOf, bag);
        return [.. config.Exceptions.Select(e => ExceptionStatus.Of(e, asOf, config.Policy.WarningDays))];
    }
}
