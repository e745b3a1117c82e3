using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// Puts findings together by the owner of the images: most findings of a first run come from a few owners, each of whom is one decision.
/// </summary>
/// <param name="owners">Who an owner is.</param>
/// <param name="findOut">How to find out whose images are where nobody says it.</param>
/// <param name="config">Null when it is not known.</param>
internal sealed class RollUpOwners(KnownOwners owners, string findOut, GovernanceConfig? config)
{
    private const int MostParameters = 3;

    private const string NoImage =
        "look for the launches in their accounts: the records name no image, so that nobody can say whose it is";

    private const string Templates =
        "look up the launch templates (`--details` names them), or read a longer part of the trail:"
        + " nothing says which images they stood for";

    /// <summary>What settles most comes first.</summary>
    /// <param name="findings">Those that are open.</param>
    public ImmutableArray<OwnerRollup> Of(IEnumerable<RolledFinding> findings) =>
        [
            .. findings
                .Where(f => f.Owner.Length > 0)
                .GroupBy(f => f.Owner, StringComparer.Ordinal)
                .Select(g => Rollup(g.Key, [.. g]))
                .OrderByDescending(r => r.Settles)
                .ThenByDescending(r => r.Count)
                .ThenBy(r => r.Owner, StringComparer.Ordinal),
        ];

    private OwnerRollup Rollup(string owner, ImmutableArray<RolledFinding> findings)
    {
        ImmutableArray<string> accounts = [.. findings.Select(f => f.Account).Distinct().Order(StringComparer.Ordinal)];
        var (kind, name) = (owners.KindOf(owner), owners.NameOf(owner));
        var isForItself = accounts is [var only] && only == owner;
        var known = OfConfiguration(owner, name);
        return new OwnerRollup(owner, kind, name, findings.Length, accounts, findings.Sum(f => f.Count))
        {
            Action = known ?? WithoutImages(findings) ?? Action(owner, kind, name, isForItself) + Parameters(findings),
            Command = known is null ? Command(owner, kind, name, isForItself) : ShellText.Empty,
        };
    }

    /// <summary>What is left to decide on an owner that the configuration has already; null for others.</summary>
    private string? OfConfiguration(string owner, string name)
    {
        if (ListedOwner.Of(config, owner) is { } listed)
        {
            var label = Label(owner, listed.Name.Length > 0 ? listed.Name : name);
            return listed.HasCriteria
                ? $"{label} is on the list: launch images that meet its `image_criteria`, or change these"
                : $"{label} is on the list of the configuration: generate the policies anew, or see what else denies";
        }
        return config?.Exceptions.Any(e => e.AccountId.Value == owner) == true
            ? $"{Label(owner, name)} has an exception, which ended or is not for all of these accounts:"
                + " extend it with a new approval, or move to approved images"
            : null;
    }

    private static string Label(string owner, string name) => name.Length > 0 ? $"{owner} ({name})" : owner;

    /// <summary>Null where some finding has an image whose owner can be looked up.</summary>
    private static string? WithoutImages(ImmutableArray<RolledFinding> findings)
    {
        if (!findings.All(f => f.IsWithoutImage || f.IsOfTemplates))
            return null;
        return findings.Any(f => f.IsOfTemplates) ? Templates : NoImage;
    }

    /// <summary>They say more of an image than that nobody knows its owner.</summary>
    private static string Parameters(ImmutableArray<RolledFinding> findings)
    {
        var named = findings.SelectMany(f => f.Parameters).Distinct().Order(StringComparer.Ordinal).ToList();
        return named.Count == 0 ? "" : $" (named by {Shortened.List(named, MostParameters)})";
    }

    private string Action(string owner, OwnerKind kind, string name, bool isForItself)
    {
        var label = Label(owner, name);
        return kind switch
        {
            OwnerKind.OwnAccount when isForItself =>
                $"{label} launches images that it built itself: an exception, or golden images",
            OwnerKind.OwnAccount or OwnerKind.KnownPublisher => $"add {label} as publisher",
            OwnerKind.Vendor => $"add {label} as publisher, once the vendor confirms that the account is theirs",
            OwnerKind.Alias => $"add the alias {owner}",
            OwnerKind.ManagedService =>
                $"list {name} under `managed_services`: AWS launches these images in your accounts",
            OwnerKind.Unknown => $"find out whose the images are: {findOut}",
            _ => $"find out who {owner} is, for no list names it",
        };
    }

    private static ShellText Command(string owner, OwnerKind kind, string name, bool isForItself) =>
        kind switch
        {
            OwnerKind.OwnAccount when isForItself => ShellText.Empty,
            OwnerKind.OwnAccount when name.Length > 0 => ShellText.Of(
                $"amigov publishers add {owner} --kind ops --name {name} --reason TEXT"
            ),
            OwnerKind.OwnAccount => ShellText.Of($"amigov publishers add {owner} --kind ops --reason TEXT"),
            OwnerKind.Vendor => ShellText.Of(
                $"amigov publishers add {owner} --kind vendor --name {name} --reason TEXT"
            ),
            OwnerKind.KnownPublisher or OwnerKind.Alias => ShellText.Of($"amigov publishers add {owner} --reason TEXT"),
            _ => ShellText.Empty,
        };
}
