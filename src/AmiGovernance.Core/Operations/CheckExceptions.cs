using System.Collections.Immutable;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Exceptions;
using AmiGovernance.Core.Rules;

namespace AmiGovernance.Core.Operations;

/// <summary>The exceptions with their state on one day, the most urgent first; and the daily check.</summary>
public static class CheckExceptions
{
    /// <summary>Null when the configuration cannot be read.</summary>
    public static ImmutableArray<ExceptionStatus>? List(string configPath, DateOnly asOf, IFileStore files, DiagnosticBag bag) =>
        RepositoryFiles.ReadConfig(files, configPath, bag) is { } config ? Statuses(config, asOf) : null;

    /// <summary>Reports a warning for what ends soon and an error for what has ended.</summary>
    public static ImmutableArray<ExceptionStatus>? Check(string configPath, DateOnly asOf, IFileStore files, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config) return null;
        foreach (var rule in GovernanceRules.Expiry) rule.Check(new RuleInput(config, asOf), bag);
        return Statuses(config, asOf);
    }

    private static ImmutableArray<ExceptionStatus> Statuses(GovernanceConfig config, DateOnly asOf) =>
    [
        .. config.Exceptions.Select(e => ExceptionStatus.Of(e, asOf, config.Policy.WarningDays))
            .OrderBy(s => s.DaysLeft ?? int.MinValue).ThenBy(s => s.Exception.AccountId),
    ];
}
