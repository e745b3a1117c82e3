using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>What the organization's own data say of what files do with images.</summary>
/// <param name="Convention">Null for none that is known.</param>
/// <param name="IsOwn">
/// Whether an account, an organization or an organizational unit, by its id or ARN, is ours; null where it is not known.
/// </param>
public sealed record OwnOrganization(NamingConvention? Convention, Func<string, bool?> IsOwn);

/// <summary>Unsafe patterns that need more than the file: the organization, the naming convention, the Regions of images.</summary>
internal sealed class WholeRules(OwnOrganization own, Func<string, RegionName?> regionOf)
{
    public void Check(ReferenceSink sink)
    {
        foreach (var name in sink.Names)
            CheckName(sink, name);
        foreach (var target in sink.Shared)
            if (own.IsOwn(target.Value) == false)
                sink.Findings.Report(
                    PreflightDiagnostics.SharedOutside,
                    target.Place,
                    $"the image is shared with `{target.Value}`, which is outside of the organization"
                );
        foreach (var reference in sink.References)
        foreach (var image in reference.Images)
            CheckImage(sink, reference, image);
    }

    private void CheckName(ReferenceSink sink, ResolvedText name)
    {
        if (own.Convention is not { } convention || convention.Accepts(name.Value))
            return;
        sink.Findings.Report(
            PreflightDiagnostics.Name,
            name.Place,
            $"the name `{name.Value}` does not follow the naming convention `{convention.Pattern}`"
        );
    }

    private void CheckImage(ReferenceSink sink, ImageReference reference, NamedImage image)
    {
        if (image is ImageOfParameter parameter && IsStrange(parameter.Name))
            sink.Findings.Report(
                PreflightDiagnostics.StrangeParameter,
                reference.Location,
                $"whose images the parameter `{parameter.Name}` names is not known: whoever writes it chooses the image"
            );
        if (
            image is ImageOfId named
            && reference.Region is { } region
            && regionOf(named.Id) is { } known
            && known != region
        )
            sink.Findings.Report(
                PreflightDiagnostics.OtherPlace,
                reference.Location,
                $"{named.Id} is an image of {known}, and is named for {region}"
            );
    }

    /// <summary>A public path of no publisher that is known, or a parameter of another account.</summary>
    private bool IsStrange(string name)
    {
        if (name.StartsWith(PublicParameters.Root, StringComparison.Ordinal))
            return PublicParameters.Of(name) is null;
        return Arn.TryParse(name, out var arn) && arn.Service == "ssm" && own.IsOwn(arn.Account) == false;
    }
}
