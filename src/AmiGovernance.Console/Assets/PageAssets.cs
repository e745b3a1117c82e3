using System.Security.Cryptography;
using System.Text;

namespace AmiGovernance.Console.Assets;

/// <summary>Style and script of every page, which ship inside the binary.</summary>
internal static class PageAssets
{
    public static string Style { get; } = Text("style.css");

    public static string Script { get; } = Text("page.js");

    /// <summary>
    /// For a file that stands alone: its one style and its one script may be used, and nothing else runs or is loaded, even if text
    /// of others slipped through.
    /// </summary>
    public static string FilePolicy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    public static string Text(string name)
    {
        using var stream =
            typeof(PageAssets).Assembly.GetManifestResourceStream($"assets/{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
