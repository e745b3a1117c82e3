using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>What the files of several carriers have in common.</summary>
internal static class CarrierText
{
    public static GeneratedFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>In its shortest form and without a line break at the end: what stands there is stored, and counted.</summary>
    public static GeneratedFile Document(string path, CarriedPolicy policy) => File(path, policy.Policy.Content);

    public static GeneratedFile Json(string path, Action<Utf8JsonWriter> write) =>
        File(path, JsonText.ToText(JsonText.WriteFile(write)));

    /// <summary>
    /// A text as JSON quotes it is one in YAML as well (YAML 1.2.2, 1.2 "YAML history": JSON is a subset), but for characters that JSON
    /// escapes in two halves: readers of YAML make two characters of them.
    /// </summary>
    public static string Yaml(string text) => $"\"{string.Concat(text.EnumerateRunes().Select(Quoted))}\"";

    private static string Quoted(Rune rune)
    {
        if (rune.IsBmp)
            return JsonEncodedText.Encode(rune.ToString()).ToString();
        return Sanitize.IsUnsafe(rune) ? $"\\U{rune.Value:X8}" : rune.ToString();
    }

    /// <summary>What people wrote and goes into files in which a carrier looks for its own placeholders.</summary>
    public static IEnumerable<string> Texts(CarriedPolicy policy) =>
        [
            policy.Policy.Name,
            policy.Policy.Description,
            policy.Policy.Content,
            .. policy.Targets.SelectMany(t => t.Path ?? []),
        ];

    /// <summary>The policies in which a carrier would find a placeholder, each with it.</summary>
    public static IEnumerable<string> Placeholders(CarriedState state, string carrier, params string[] openings) =>
        state.Policies.SelectMany(p =>
            openings
                .Where(o => Texts(p).Any(t => t.Contains(o, StringComparison.Ordinal)))
                .Select(o => $"{p.Policy.Name} has the text `{o}`, which {carrier} would replace")
        );
}
