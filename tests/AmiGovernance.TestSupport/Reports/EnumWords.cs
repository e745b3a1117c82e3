using System.Reflection;
using AmiGovernance.Cli;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>The words of an enum, found as the product tells them: by a method, by its table, or by the names themselves.</summary>
internal static class EnumWords
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] Product =
    [
        .. typeof(ReportDocument).Assembly.GetTypes(),
        .. typeof(AmigovProgram).Assembly.GetTypes(),
    ];

    public static IEnumerable<string> Of(Type type) => ByMethod(type) ?? ByTable(type) ?? Enum.GetNames(type);

    private static IEnumerable<string>? ByMethod(Type type)
    {
        var methods = Product.SelectMany(t => t.GetMethods(Statics)).Where(m => Takes(m, type)).ToList();
        var method =
            methods.Find(m => m.Name == "Name" && m.ReturnType == typeof(string))
            ?? methods.Find(m => m.Name == "Id" && m.ReturnType == typeof(string))
            ?? methods.Find(m => m.Name == "Of" && m.ReturnType.GetProperty("Name") is not null);
        return method is null ? null : Enum.GetValues(type).Cast<object>().Select(value => Word(method, value));
    }

    private static bool Takes(MethodInfo method, Type type) =>
        !method.IsGenericMethod && method.GetParameters() is [var only] && only.ParameterType == type;

    private static string Word(MethodInfo method, object value)
    {
        var word = method.Invoke(null, [value]);
        return word as string ?? (string)word!.GetType().GetProperty("Name")!.GetValue(word)!;
    }

    private static IEnumerable<string>? ByTable(Type type)
    {
        var table = typeof(EnumNames<>).MakeGenericType(type);
        var field = Product
            .Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(Statics))
            .FirstOrDefault(f => f.FieldType == table);
        return field is null ? null : (IEnumerable<string>?)table.GetProperty("All")!.GetValue(field.GetValue(null));
    }
}
