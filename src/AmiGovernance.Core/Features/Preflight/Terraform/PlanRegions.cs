using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>In which Regions the resources of a plan are: by their own value, else by the constants of their provider.</summary>
internal sealed class PlanRegions
{
    private const int MaxDepth = 20;

    private readonly Dictionary<string, string> providers = new(StringComparer.Ordinal);
    private readonly TreeNode? configured;

    public PlanRegions(TreeNode root)
    {
        configured = root.At("configuration", "provider_config");
        Read(root.At("configuration", "root_module"), "", 0);
    }

    private void Read(TreeNode? module, string prefix, int depth)
    {
        if (module is null || depth > MaxDepth)
            return;
        foreach (var resource in module["resources"]?.Items ?? [])
            if (resource["address"]?.Text is { } address && resource["provider_config_key"]?.Text is { } key)
                providers[$"{prefix}{address}"] = key;
        foreach (var call in module["module_calls"]?.Entries ?? [])
            Read(call.Value["module"], $"{prefix}module.{call.Name}.", depth + 1);
    }

    /// <summary>Null where nothing constant says it.</summary>
    public RegionName? Of(string address, TreeNode? values)
    {
        var key = providers.GetValueOrDefault(WithoutIndices(address), "aws");
        var text = values?["region"]?.Text ?? configured?[key]?.At("expressions", "region", "constant_value")?.Text;
        return RegionTexts.Region(text);
    }

    /// <summary>The configuration has one address for all instances of a resource.</summary>
    private static string WithoutIndices(string address)
    {
        var bare = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in address)
        {
            if (c == '[')
                depth++;
            if (depth == 0)
                bare.Append(c);
            if (c == ']')
                depth = Math.Max(0, depth - 1);
        }
        return bare.ToString();
    }
}
