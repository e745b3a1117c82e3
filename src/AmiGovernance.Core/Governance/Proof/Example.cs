using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>One request of a class, as `amigov explain` takes it.</summary>
internal sealed record Example(string Action, string Account)
{
    /// <summary>Null for an ordinary role.</summary>
    public string? Principal { get; init; }

    /// <summary>As `ec2:Owner` spells it; null when the request concerns no image that is there.</summary>
    public string? Owner { get; init; }

    /// <summary>Set where it is not the owner itself.</summary>
    public string? OwnerAccount { get; init; }

    /// <summary>The kind of resource that the call names, where it could name another; never an image.</summary>
    public string? Kind { get; init; }

    public string? Region { get; init; }

    public string? ImageId { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary>Further keys with their values; an empty one says that the request does not carry the key.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = NoContext;

    private static readonly ImmutableSortedDictionary<string, string> NoContext = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.OrdinalIgnoreCase);

    /// <summary>False when `explain` takes no such request.</summary>
    public bool CanBeAsked { get; private init; } = true;

    public static Example Of(RequestClass found, Breach broken)
    {
        var (image, place) = (found.Image, found.Place);
        var keys = found.Keys.Values.ToLookup(v => v.Key, v => v.Values, StringComparer.OrdinalIgnoreCase);
        return new Example(found.Action, broken.Account)
        {
            Principal = broken.Principal ?? PrincipalOf(found.Principal, broken.Account),
            Owner = broken.Owner,
            OwnerAccount = broken.OwnerAccount ?? OwnerAccountOf(image, broken.Owner),
            Kind = KindOf(found),
            Region = place is { MattersByRegion: true } ? place.Region : null,
            ImageId = place is { MattersByImage: true } && broken.Owner is not null ? place.ImageId : null,
            Time = broken.Time ?? found.Time,
            Context = NoContext.AddRange(
                keys.Select(k => KeyValuePair.Create(k.Key, k.First().IsEmpty ? "" : k.First()[0]))
            ),
            // A key has one value in `explain`, on whichever resource of the call, owners are those of images, and there is one Region.
            CanBeAsked =
                place?.SourceRegion is null
                && keys.All(k => k.All(v => v.Length < 2 && v.SequenceEqual(k.First())))
                && !keys.Any(k => Atom.OnImage.Contains(k.Key.ToLowerInvariant())),
        };
    }

    /// <summary>Every launch is asked about on its image and on a volume.</summary>
    private static string? KindOf(RequestClass found)
    {
        var isAnyway =
            found.Named == Question.Image || found.Named == Question.Volume && GuardedActions.IsLaunch(found.Action);
        return isAnyway ? null : found.Named;
    }

    /// <summary>The same call by another account.</summary>
    public Example By(AccountId account) =>
        this with
        {
            Account = account.Value,
            Owner = Owner == Account ? account.Value : Owner,
            Principal = Principal?.Replace($":{Account}:", $":{account}:", StringComparison.Ordinal),
        };

    /// <summary>The same call with everyone as the one it shares with, where it tells nothing of that.</summary>
    public Example ToEveryone() =>
        this with
        {
            Context = Context.ContainsKey("ec2:Add/group") ? Context : Context.Add("ec2:Add/group", "all"),
        };

    private ImmutableArray<string> Kinds => Kind is null ? [] : [Kind];

    private static string? OwnerAccountOf(ImageClass? image, string? owner) =>
        owner is not null && image?.Owner == owner && image.OwnerAccount != owner ? image.OwnerAccount : null;

    private static string? PrincipalOf(PrincipalClass? principal, string account)
    {
        if (principal is null || principal.Arn.EndsWith($":{PrincipalClasses.OrdinaryRole}", StringComparison.Ordinal))
            return null;
        return principal.Arn.Replace($":{principal.Account}:", $":{account}:", StringComparison.Ordinal);
    }

    /// <summary>The arguments of `amigov explain`.</summary>
    public ShellText Arguments =>
        ShellText.Of($"--action {Action} --account {Account}")
        + Argument("principal", Principal)
        + Argument("image", ImageId)
        + Argument("image-owner", Owner)
        + Argument("image-owner-account", OwnerAccount)
        + Argument("region", Region)
        + Argument("at", Time is { } time ? RequestSpace.Text(time) : null)
        + ShellText.Concat(Context.Select(c => Argument("context", $"{c.Key}={c.Value}")));

    private static ShellText Argument(string name, string? value) =>
        value is null ? ShellText.Empty : ShellText.Of($" --{name} {value}");

    /// <summary>The call that `amigov explain` makes of the arguments; null when it takes none of this kind.</summary>
    /// <param name="now">The time where none is given.</param>
    public Ec2Call? Call(DateTimeOffset now)
    {
        var isOwner = OwnerId.TryParse(Owner ?? "", out var owner);
        if (!CanBeAsked || !AccountId.TryParse(Account, out var account) || Owner is not null && !isOwner)
            return null;
        var region = Region is null ? Partition.Aws.AnyRegion() : RegionName.Parse(Region);
        var partition = Partitions.OfArn(Principal ?? "") ?? Partitions.Of(region);
        return new Ec2Call
        {
            Action = Action,
            Account = account,
            PrincipalArn = Principal ?? $"arn:{partition.Name()}:iam::{account}:{PrincipalClasses.OrdinaryRole}",
            Partition = partition,
            Region = region,
            Time = Time ?? now,
            Context = Context,
            NamedKinds = Kinds,
            NamesAll = Kind is not null,
            ImageId = ImageId,
            ImageOwner = Owner is null ? null : owner.Alias?.IamName() ?? Owner,
            ImageOwnerAccount = owner.Account?.Value ?? OwnerAccount,
        };
    }
}
