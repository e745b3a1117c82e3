using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The images that a DescribeImages asks for, before its filters (EC2 API reference, "DescribeImages").</summary>
/// <param name="isHidden">Whether Allowed AMIs keeps an image from the account.</param>
internal sealed class ImageSearch(SandboxWorld world, SandboxCall call, Func<SandboxImage, bool> isHidden)
{
    private static readonly string[] OwnerWords = ["self", "amazon", "aws-marketplace", "aws-backup-vault"];
    private static readonly string[] ExecutableWords = ["self", "all"];

    private readonly ImmutableArray<string> ids = call.Input.Texts("ImageId");
    private readonly ImmutableArray<string> executableBy = call.Input.Texts("ExecutableBy");
    private readonly ImmutableHashSet<string> owners = call
        .Input.Texts("Owner")
        .Select(o => o == "self" ? call.Account.Value : o)
        .ToImmutableHashSet(StringComparer.Ordinal);
    private readonly bool withDeprecated = call.Input.Flag("IncludeDeprecated");
    private readonly bool withDisabled = call.Input.Flag("IncludeDisabled");

    public IEnumerable<SandboxImage> Find()
    {
        CheckUsers(call.Input.Texts("Owner"), OwnerWords);
        CheckUsers(executableBy, ExecutableWords);
        var found = ids.IsEmpty ? All() : Named();
        return found.Where(i => !isHidden(i)).Where(i => IsOfOwners(i) && IsExecutable(i) && !IsLeftOut(i));
    }

    /// <summary>EC2 API reference, "Error codes": an owner or executableBy that can be no account is malformed.</summary>
    internal static void CheckUsers(ImmutableArray<string> users, string[] words)
    {
        if (users.FirstOrDefault(u => !words.Contains(u) && !AccountId.IsValid(u)) is { } user)
            throw new SandboxException("InvalidUserID.Malformed", $"Invalid user id: \"{user}\"");
    }

    /// <summary>Fails when one of them does not exist for the caller.</summary>
    private IEnumerable<SandboxImage> Named()
    {
        var failsOnHidden = world.Assumptions[Assumptions.HiddenImage] == Assumptions.HiddenImage.Default;
        var named = ids.Select(id => (Id: id, Image: Seen(Ec2Calls.ReadImageId(id)))).ToList();
        var missing = named
            .Where(n => n.Image is null || !IsVisible(n.Image) || (failsOnHidden && isHidden(n.Image)))
            .Select(n => n.Id)
            .ToList();
        if (missing.Count > 0)
            throw NoImages(missing);
        return named.Select(n => n.Image).OfType<SandboxImage>();
    }

    private SandboxImage? Seen(ImageId id) => world.Ec2.Image(id, call.Region) is { } image ? world.Seen(image) : null;

    private static SandboxException NoImages(List<string> ids) =>
        ids is [var only]
            ? Ec2Calls.NoImage(only)
            : new SandboxException("InvalidAMIID.NotFound", $"The image ids '[{string.Join(", ", ids)}]' do not exist");

    /// <summary>A caller who wants only its own images is spared those of all others.</summary>
    private IEnumerable<SandboxImage> All()
    {
        IEnumerable<SandboxImage> found = world.Ec2.OwnedBy(call.Place);
        var onlyOwn = owners.Count == 1 && owners.Contains(call.Account.Value);
        if (!onlyOwn)
            found = found.Concat(world.Ec2.SharedIn(call.Region).Where(i => !IsOwn(i))).OrderBy(i => i.Id);
        return found.Select(world.Seen).OfType<SandboxImage>().Where(IsVisible);
    }

    private bool IsVisible(SandboxImage image) => ImageAccess.IsVisible(world, image, call.Account);

    private bool IsOwn(SandboxImage image) => image.OwnerId == call.Account;

    private bool IsOfOwners(SandboxImage image)
    {
        if (owners.IsEmpty || owners.Contains(image.OwnerId.Value))
            return true;
        return image.OwnerAlias is { } alias && owners.Contains(alias);
    }

    private bool IsExecutable(SandboxImage image) =>
        executableBy.IsEmpty || executableBy.Any(who => IsExecutableBy(image, who));

    /// <summary>
    /// EC2 API reference, "DescribeImages": `self` and the own account id count shares with the organization, another account id only
    /// shares with that account.
    /// </summary>
    private bool IsExecutableBy(SandboxImage image, string who) =>
        who switch
        {
            "all" => image.IsPublic,
            "self" => ImageAccess.IsSharedWith(world, image, call.Account),
            _ when who == call.Account.Value => ImageAccess.IsSharedWith(world, image, call.Account),
            _ => image.LaunchPermissions.Contains(LaunchPermission.Account(who)),
        };

    /// <summary>Disabled images, and deprecated ones of others, are not shown unless they are asked for.</summary>
    private bool IsLeftOut(SandboxImage image)
    {
        if (image.State == SandboxImage.Disabled && !withDisabled)
            return true;
        var isDeprecated = image.DeprecationTime <= call.Now;
        return isDeprecated && !IsOwn(image) && ids.IsEmpty && !withDeprecated;
    }
}
