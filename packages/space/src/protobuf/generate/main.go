// Writes messages.json: how the kinds that a space serves lie in Kubernetes' protobuf encoding, read from their Go types.
//
//	go run . apps/v1/Deployment /v1/Pod ... > ../messages.json
//
// It needs k8s.io/client-go and k8s.io/apiextensions-apiserver in its go.mod. A field is written as
// "<number> <name in JSON> <type>[!]"; "!": it stands in JSON also when it is empty; name ".": its members stand in its place.
// Types: s string, i integer, b boolean, f double, y bytes, L list of strings, T time, U time with microseconds, Q quantity,
// I integer or string, R raw JSON, A, B, C the unions of JSON schemas with lists, booleans and lists of strings, else a
// message. Before them: * list, % map from strings, ? may be absent.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

var messages = map[string]string{}

var named = map[string]string{
	"Time": "T", "MicroTime": "U", "Quantity": "Q", "IntOrString": "I", "RawExtension": "R", "FieldsV1": "R", "JSON": "R",
	"JSONSchemaPropsOrArray": "A", "JSONSchemaPropsOrBool": "B", "JSONSchemaPropsOrStringArray": "C",
}

func main() {
	types := runtime.NewScheme()
	check(scheme.AddToScheme(types))
	check(apiextensions.AddToScheme(types))
	visit(reflect.TypeOf(runtime.TypeMeta{}))
	messages["runtime.Unknown"] = "1 typeMeta pkg.TypeMeta, 2 raw y, 3 contentEncoding s, 4 contentType s"
	kinds := map[string]string{"DeleteOptions": visit(reflect.TypeOf(meta.DeleteOptions{}))}
	for _, name := range os.Args[1:] {
		parts := strings.Split(name, "/")
		object, err := types.New(schema.GroupVersionKind{Group: parts[0], Version: parts[1], Kind: parts[2]})
		check(err)
		kinds[strings.TrimPrefix(name, "/")] = visit(reflect.TypeOf(object).Elem())
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	check(out.Encode(map[string]any{"kinds": kinds, "messages": messages}))
}

func visit(message reflect.Type) string {
	path := strings.Split(message.PkgPath(), "/")
	name := path[len(path)-2] + "." + message.Name()
	if _, known := messages[name]; known {
		return name
	}
	messages[name] = ""
	fields := []string{}
	for i := 0; i < message.NumField(); i++ {
		field := message.Field(i)
		tag := field.Tag.Get("protobuf")
		if tag == "" {
			continue
		}
		parts := strings.Split(field.Tag.Get("json"), ",")
		in, end := parts[0], ""
		if in == "" {
			in = "."
		} else if len(parts) < 2 || parts[1] != "omitempty" {
			end = "!"
		}
		fields = append(fields, fmt.Sprintf("%s %s %s%s", strings.Split(tag, ",")[1], in, typeOf(field.Type), end))
	}
	messages[name] = strings.Join(fields, ", ")
	return name
}

func typeOf(t reflect.Type) string {
	if sign, known := named[t.Name()]; known {
		return sign
	}
	switch t.Kind() {
	case reflect.String:
		return "s"
	case reflect.Bool:
		return "b"
	case reflect.Int32, reflect.Int64:
		return "i"
	case reflect.Float64:
		return "f"
	case reflect.Struct:
		return visit(t)
	case reflect.Ptr:
		return "?" + typeOf(t.Elem())
	case reflect.Map:
		return "%" + typeOf(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		if t.Name() == "ExtraValue" {
			return "L"
		}
		return "*" + typeOf(t.Elem())
	}
	panic("no sign for " + t.String())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
