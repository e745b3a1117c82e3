using System.Reflection;
using AmiGovernance.Cli;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Tests.House;

/// <summary>Markdown is made by the type that escapes, never as a string.</summary>
public sealed class MarkdownTests
{
    private const BindingFlags All =
        BindingFlags.Static
        | BindingFlags.Instance
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    [Fact]
    public void What_renders_Markdown_gives_escaped_text()
    {
        var renderers = typeof(AmigovProgram)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(All).Select(m => (Type: t, Method: m)))
            .Where(m => IsMarkdown(m.Type, m.Method))
            .ToList();
        Assert.NotEmpty(renderers);
        Assert.Empty(
            renderers
                .Where(m => m.Method.ReturnType != typeof(Escaped<MarkdownFormat>))
                .Select(m => $"{m.Type.Name}.{m.Method.Name}")
        );
    }

    private static bool IsMarkdown(Type type, MethodInfo method) =>
        !method.IsSpecialName
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && (
            method.Name is "Markdown" or "WriteMarkdown" or "ToMarkdown"
            || (
                type.Name.Contains("Markdown", StringComparison.Ordinal)
                && method.Name is ("Write" or "Render" or "Table")
            )
        );
}
