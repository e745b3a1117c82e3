using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>Counts the use of one owner's images. Memory grows with accounts, not with what they run.</summary>
internal sealed class OwnerTally(ImageFacts first)
{
    /// <summary>Images that are told apart; further ones are counted with their owner alone.</summary>
    public const int MostImages = 5_000;

    private const int MostNames = 50;

    private readonly Dictionary<string, AccountUse> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsedImage> images = new(StringComparer.Ordinal);
    private readonly SortedSet<string> accounts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> services = new(StringComparer.Ordinal);
    private readonly SortedSet<string> codes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> watermarks = new(StringComparer.Ordinal);
    private readonly HashSet<string> watermarked = new(StringComparer.Ordinal);
    private bool aliasIsSure;

    /// <summary>What an allow list would name; null when the facts name no owner.</summary>
    public static string? KeyOf(ImageFacts facts)
    {
        if (ManagedServiceAccounts.ServiceOf(facts.OwnerId) is { } service)
            return service;
        if (AliasOf(facts) is { } alias)
            return alias.IamName();
        return AccountId.IsValid(facts.OwnerId) ? facts.OwnerId : null;
    }

    public void Add(ImageFacts facts, AccountUse use, string service)
    {
        users[use.Account] = users.TryGetValue(use.Account, out var before) ? before.Plus(use) : use;
        aliasIsSure |= KnownAliases.IsSure(facts);
        if (facts.OwnerId.Length > 0)
            accounts.Add(facts.OwnerId);
        if (service.Length > 0 && services.Count < MostNames)
            services.Add(service);

        var id = facts.ImageId ?? "";
        if (!images.TryGetValue(id, out var image))
        {
            if (images.Count >= MostImages)
                return;
            image = ImageOf(facts, id);
            Note(facts, id);
        }
        images[id] = image.Plus(use);
    }

    public OwnerEvidence Evidence(string owner) =>
        new(owner)
        {
            Alias = AliasOf(first),
            AliasIsSure = aliasIsSure,
            Service = ManagedServiceAccounts.ServiceOf(first.OwnerId),
            Accounts = [.. accounts],
            Users = [.. users.Values.OrderBy(u => u.Account, StringComparer.Ordinal)],
            Images =
            [
                .. images
                    .Values.OrderByDescending(i => i.Launches + i.Uses)
                    .ThenByDescending(i => i.Last)
                    .ThenBy(i => i.Id, StringComparer.Ordinal),
            ],
            LaunchedBy = [.. services],
            ProductCodes = [.. codes],
            Watermarks = [.. watermarks],
            Watermarked = watermarked.Count,
        };

    private static OwnerAlias? AliasOf(ImageFacts facts) =>
        facts.OwnerAlias is { } text ? OwnerAliases.FromIamName(text) : null;

    private static UsedImage ImageOf(ImageFacts facts, string id) =>
        new(id, facts.OwnerId)
        {
            Name = facts.Name ?? "",
            Created = facts.CreationDate,
            LooksLike = LooksLike(facts),
        };

    private static string? LooksLike(ImageFacts facts)
    {
        if (facts.Name is not { Length: > 0 } name || !AccountId.TryParse(facts.OwnerId, out var owner))
            return null;
        return NameConfusion.Find(name, owner, facts.OwnerAlias)?.Name;
    }

    private void Note(ImageFacts facts, string id)
    {
        codes.UnionWith(facts.ProductCodes.Take(MostNames - codes.Count));
        if (facts.Watermarks.IsEmpty)
            return;
        watermarked.Add(id);
        watermarks.UnionWith(facts.Watermarks.Select(w => w.WatermarkKey).Take(MostNames - watermarks.Count));
    }
}
