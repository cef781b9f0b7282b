// Writes vectors.json: objects of every kind in protobuf, filled at random but always alike, with what Go makes of them in JSON.
//
//	go run ./vectors apps/v1/Deployment /v1/Pod ... > ../vectors.json
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
)

type vector struct {
	Kind     string `json:"kind"`
	Protobuf string `json:"protobuf"`
	// As text, so that no formatter touches it.
	JSON string `json:"json"`
}

var random = rand.New(rand.NewSource(1))

func main() {
	types := runtime.NewScheme()
	check(scheme.AddToScheme(types))
	check(apiextensions.AddToScheme(types))
	codec := protobuf.NewSerializer(types, types)
	fmt.Println("[")
	last := len(os.Args) - 2
	for i, name := range os.Args[1:] {
		parts := strings.Split(name, "/")
		kind := schema.GroupVersionKind{Group: parts[0], Version: parts[1], Kind: parts[2]}
		object, err := types.New(kind)
		check(err)
		fill(reflect.ValueOf(object).Elem(), 0)
		object.GetObjectKind().SetGroupVersionKind(kind)
		var bytesOf bytes.Buffer
		check(codec.Encode(object, &bytesOf))
		read, _, err := codec.Decode(bytesOf.Bytes(), nil, nil)
		check(err)
		text, err := json.Marshal(read)
		check(err)
		line, err := json.Marshal(vector{name, base64.StdEncoding.EncodeToString(bytesOf.Bytes()), string(text)})
		check(err)
		end := ","
		if i == last {
			end = ""
		}
		fmt.Println("  " + string(line) + end)
	}
	fmt.Println("]")
}

func fill(v reflect.Value, depth int) {
	switch at := v.Addr().Interface().(type) {
	case *meta.TypeMeta:
		return
	case *meta.Time:
		if random.Intn(4) > 0 {
			*at = meta.NewTime(time.Unix(1_700_000_000+random.Int63n(1e8), 0))
		}
		return
	case *meta.MicroTime:
		if random.Intn(4) > 0 {
			*at = meta.NewMicroTime(time.Unix(1_700_000_000, random.Int63n(1e6)*1000))
		}
		return
	case *resource.Quantity:
		*at = resource.MustParse([]string{"0", "100m", "3Gi", "1500"}[random.Intn(4)])
		return
	case *intstr.IntOrString:
		*at = []intstr.IntOrString{intstr.FromInt32(0), intstr.FromInt32(-7), intstr.FromString("http"), intstr.FromString("")}[random.Intn(4)]
		return
	case *runtime.RawExtension:
		at.Raw = []byte(`{"a":[1,"b"]}`)
		return
	case *meta.FieldsV1:
		at.Raw = []byte(`{"f:a":{}}`)
		return
	case *apiextensions.JSON:
		at.Raw = []byte(`{"a":9007199254740993}`)
		return
	case *apiextensions.JSONSchemaPropsOrArray:
		if random.Intn(2) == 0 {
			at.JSONSchemas = []apiextensions.JSONSchemaProps{{Type: "string"}, {}}
		} else {
			at.Schema = &apiextensions.JSONSchemaProps{Type: "string"}
		}
		return
	case *apiextensions.JSONSchemaPropsOrBool:
		if random.Intn(2) == 0 {
			at.Allows = random.Intn(2) == 0
		} else {
			at.Allows = true
			at.Schema = &apiextensions.JSONSchemaProps{Type: "string"}
		}
		return
	case *apiextensions.JSONSchemaPropsOrStringArray:
		if random.Intn(2) == 0 {
			at.Property = []string{"a", ""}
		} else {
			at.Schema = &apiextensions.JSONSchemaProps{Type: "string"}
		}
		return
	}
	// What lies deep is seldom filled, or there would be no end.
	isDue := random.Intn(depth+3) < 4
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "a", "ü\"\\"}[random.Intn(3)])
	case reflect.Bool:
		v.SetBool(random.Intn(2) == 0)
	case reflect.Int32:
		v.SetInt(int64([]int32{0, 1, -1, 1 << 30}[random.Intn(4)]))
	case reflect.Int64:
		v.SetInt([]int64{0, 1, -1, 1 << 60}[random.Intn(4)])
	case reflect.Float64:
		v.SetFloat([]float64{0, 1.5, -1e300}[random.Intn(3)])
	case reflect.Ptr:
		if isDue {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if !isDue {
			return
		}
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte{0, 255, byte(random.Intn(256))})
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1+random.Intn(2)/(depth/4+1), 2))
		for i := 0; i < v.Len(); i++ {
			fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		if !isDue {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, depth+1)
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), value)
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			if v.Type().Field(i).Tag.Get("protobuf") != "" || v.Type().Field(i).Anonymous {
				fill(v.Field(i), depth+1)
			}
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
