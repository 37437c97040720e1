import ts from 'typescript';

/** What an editor shows to who hovers over a name: the comment, in one line. */
interface Hovered {
  /** `name` of an export, `Type.member` of an option. */
  readonly name: string;
  readonly text: string;
}

/** A member of an options type. */
export interface HoveredOption extends Hovered {
  readonly optional: boolean;
  /** The type, as written. */
  readonly type: string;
}

/** An editor's view of a project. */
export interface Editor {
  /** Members of every options type in the declarations of the packages, also of those that have no public name. */
  options(): readonly HoveredOption[];
  /** What a file imports as `import * as …`, name by name. */
  exportsOf(file: string): readonly Hovered[];
  /** The comment shown at the first place in a file where this text is. */
  at(file: string, text: string): string;
}

const OPTIONS_TYPE = /(Options|Policy|Tls|Extras|CertificateFiles)$/;

/** Opens files of a project as an editor does, with TypeScript's language service. */
export function openEditor(folder: string, files: readonly string[]): Editor {
  const service = ts.createLanguageService(languageHost(folder, files));
  const program = service.getProgram();
  if (!program) throw new Error('TypeScript made no program of the files');
  const checker = program.getTypeChecker();

  const hover = (file: string, position: number): string =>
    oneLine(service.getQuickInfoAtPosition(file, position)?.documentation);

  const optionsOf = (type: ts.InterfaceDeclaration): HoveredOption[] =>
    type.members.flatMap((member) => {
      if (!member.name) return [];
      const type_ = ts.isPropertySignature(member) ? member.type?.getText() : undefined;
      return {
        name: `${type.name.text}.${member.name.getText()}`,
        optional: member.questionToken !== undefined,
        type: type_ ?? 'function',
        text: hover(member.getSourceFile().fileName, member.name.getStart()),
      };
    });

  return {
    options: () =>
      program
        .getSourceFiles()
        .filter(({ fileName }) => fileName.includes('/@org/'))
        .flatMap(({ statements }) => statements.filter(ts.isInterfaceDeclaration))
        .filter(({ name }) => OPTIONS_TYPE.test(name.text))
        .flatMap(optionsOf),
    exportsOf: (file) =>
      [...(program.getSourceFile(file)?.statements ?? [])].filter(ts.isImportDeclaration).flatMap((statement) => {
        const module = checker.getSymbolAtLocation(statement.moduleSpecifier);
        return (module ? checker.getExportsOfModule(module) : []).map((symbol) => {
          const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
          return { name: symbol.name, text: oneLine(real.getDocumentationComment(checker)) };
        });
      }),
    at: (file, text) => hover(file, program.getSourceFile(file)?.text.indexOf(text) ?? -1),
  };
}

function oneLine(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return ts
    .displayPartsToString(parts as ts.SymbolDisplayPart[] | undefined)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function languageHost(folder: string, files: readonly string[]): ts.LanguageServiceHost {
  return {
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      types: ['node'],
    }),
    getScriptFileNames: () => [...files],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
}
