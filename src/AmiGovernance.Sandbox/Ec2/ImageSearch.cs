using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The images that a DescribeImages asks for, before its filters (EC2 API reference, "DescribeImages").</summary>
/// <param name="isShown">Whether the caller can see an image at all.</param>
internal sealed class ImageSearch(SandboxWorld world, SandboxCall call, Func<SandboxImage, bool> isShown)
{
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
        var found = ids.IsEmpty ? All() : Named();
        return found.Where(i => IsOfOwners(i) && IsExecutable(i) && !IsLeftOut(i));
    }

    /// <summary>Fails when one of them does not exist for the caller.</summary>
    private IEnumerable<SandboxImage> Named()
    {
        var named = ids.Select(id => (Id: id, Image: Seen(Ec2Calls.ReadImageId(id)))).ToList();
        var missing = named.Where(n => n.Image is null || !isShown(n.Image)).Select(n => n.Id).ToList();
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
        return found.Select(world.Seen).OfType<SandboxImage>().Where(isShown);
    }

    private bool IsOwn(SandboxImage image) => image.OwnerId == call.Account;

    private bool IsOfOwners(SandboxImage image)
    {
        if (owners.IsEmpty || owners.Contains(image.OwnerId.Value))
            return true;
        return image.OwnerAlias is { } alias && owners.Contains(alias);
    }

    private bool IsExecutable(SandboxImage image) =>
        executableBy.IsEmpty || executableBy.Any(who => IsExecutableBy(image, who));

    /// <summary>`self` counts shares with the organization, an account id only shares with the account.</summary>
    private bool IsExecutableBy(SandboxImage image, string who) =>
        who switch
        {
            "all" => image.IsPublic,
            "self" => ImageAccess.IsSharedWith(world, image, call.Account),
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
