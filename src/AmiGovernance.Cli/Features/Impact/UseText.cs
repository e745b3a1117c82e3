using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>Uses of images in words.</summary>
internal static class UseText
{
    public static string When(Urgency urgency) =>
        urgency switch
        {
            Urgency.NextLaunch => "fails with the next launch by a service",
            Urgency.NextBuild => "fails when a pipeline builds from it",
            Urgency.NextUse => "fails when somebody launches from it",
            Urgency.Rebuild => "runs on, fails when it is made anew",
            _ => "idle",
        };

    public static string Of(ImageUse use)
    {
        var image = use.Image?.Value ?? "image not known";
        var detail = use.Detail.Length > 0 ? $", {use.Detail}" : "";
        var keepsInstances = use.Kind != UseKind.Instance && use.Instances > 0;
        var instances = keepsInstances ? $", {Quantity.Of(use.Instances, "instance")}" : "";
        return $"{use.Kind.Words()} {use.Name} in {use.Region}: {image}{detail}{instances}";
    }

    /// <summary>Some of them, and how many more there are.</summary>
    public static IEnumerable<string> FirstOf(IReadOnlyCollection<ImageUse> uses, int most) => FirstOf(uses, most, Of);

    public static IEnumerable<string> FirstOf(IReadOnlyCollection<ImageUse> uses, int most, Func<ImageUse, string> text)
    {
        var first = uses.Take(most).Select(text);
        return uses.Count > most ? first.Append($"… and {Quantity.Number(uses.Count - most)} more") : first;
    }
}
